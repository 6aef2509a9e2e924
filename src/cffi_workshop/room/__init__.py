"""The room: an instructor sees where the class stands, live.

serve.py      `workshop room`: from the file to an address that answers
app.py        the web application: what learners.py and instructor.py answer, and the pages
forms.py      what learners may send, and nothing else; names.py what they may be called
guard.py      what every request has to keep to; rates.py how often; hall.py who it is
file.py       the file of the room, SQLite (schema.sql); desk.py all reading and writing of it
record.py     what learners sent goes into the file
board.py      what the board shows; people.py who stands where; feed.py pushes it to each board
texts.py      what the checkout knows of an exercise: titles of its checks (list_checks.py),
              misconceptions, advice
export.py     the same as `workshop grade` shows of a course
"""
