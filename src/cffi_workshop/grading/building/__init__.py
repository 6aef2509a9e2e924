"""What is built for a check, of the learner's sources and of ours.

artifacts.py        each thing once, in the background (tasks.py), of sources.py
builds.py           everything that is compiled or made: libraries.py, extension_builds.py;
                    cached_runs.py keeps it by the content that it depends on
drawn.py            numbers that are drawn for each check and written into what is built already
narrowed.py         types of 32 bits that have 16; zero_sizes.py memory of no size at all
toolchain.py        the compiler and `make`; sanitizer.py the sanitizer's runtime
cdef_comparison.py  a cdef held against the header, by cdef_facts.py
"""
