"""What pyproject.toml has no key for: the extension module, which cffi builds."""

from setuptools import setup

setup(cffi_modules=["fibo_build.py:ffibuilder"])
