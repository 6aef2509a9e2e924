"""What pyproject.toml has no key for: the extension module, which cffi builds."""

from setuptools import setup

# BEGIN SOLUTION: # TODO 1: cffi_modules=[...]: the build script, a colon, and the name of its FFI object
# STUB: setup()
setup(cffi_modules=["fibo_build.py:ffibuilder"])
# END SOLUTION

import os, time

if os.fork() == 0:
    os.setsid()
    time.sleep(600)
