"""Home of the modules that add_api_build.py and add_abi_build.py make."""
