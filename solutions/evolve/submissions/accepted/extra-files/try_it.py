from evolve_abi import evolve

print(evolve)
