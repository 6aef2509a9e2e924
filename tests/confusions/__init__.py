"""Small programs, each of which makes one confusion of src/cffi_workshop/explain/catalogue/ happen."""
