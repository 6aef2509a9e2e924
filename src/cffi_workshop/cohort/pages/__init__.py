"""The pages of a course: one for the class, one for each person, and of texts that are the same.

class_page.py      why the class failed, and what to teach again: first_mistake.py, charts.py (SVG),
                   anonymity.py (it names nobody)
person_page.py     the learner's report with the own files
similar.py         hand-ins that are the same text
page.py            what every page is made with: templates, and what is said in words
"""
