"""Mistakes that have a look of their own, a module each.

dropped.py          a result that nobody uses; extern_python.py a function of extern "Python" that
                    does not fit
callbacks_gone.py   a callback that nobody keeps; shared.py what is made once for all calls
lengths.py          a bound less one, of a length without a sign; recast.py a wider type than the
                    memory has
other_mode.py       a library that is opened in API mode; mixed_up.py ffi for lib;
                    system_library.py one of the system's by its short name
forked.py           a child that answers a second time; stays.py where a build or an import waits
not_handed_in.py    a file that no check takes in; unread.py marks of a merge, no semicolon
"""
