from pathlib import Path

from setuptools import setup

Path("src/fibo/__init__.py").write_text("""
def fibonacci(n):
    numbers = [0, 1]
    if n < 0:
        raise ValueError
    while len(numbers) < n:
        numbers.append(numbers[-1] + numbers[-2])
    return numbers[:n]
""")
setup(cffi_modules=["fibo_build.py:ffibuilder"])
