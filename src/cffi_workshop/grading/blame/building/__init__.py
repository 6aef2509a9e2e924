"""What is built, and the line that says so.

set_source.py   set_source() in the wrong form; built.py what it names, options.py with which
                options; by_hand.py what is done where the script is run by hand alone
generated.py    what cffi made is nobody's line
makefile.py     a Makefile
package.py      a package: package_source.py, package_wheel.py, project_keys.py
"""
