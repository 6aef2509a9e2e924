"""The files of hand-ins, read into memory: none is ever written by its own name.

sources.py             where hand-ins lie: in a folder, or in an archive of one
hand_in.py             what one person handed in
contents.py            the files of one hand-in; archives.py, mails.py, expand.py: what is packed
file_names.py          what files are called: copies, and what is nobody's
platform_names.py      how platforms call a file; gradescope.py: whose each folder of its export is
sent_times.py          when it was handed in, where a platform says it beside the files
"""
