"""One record of a person: found by whatever a platform calls them, never two for one, never one for two."""

from __future__ import annotations

import re

import pytest
from nbgrader.api import Gradebook

from grader.course import people as records
from grader.course.directory import Course
from grader.course.people import People, Person, is_folder_name, student_id, turns
from grader.text import key


@pytest.mark.parametrize(
    ("one", "other"),
    [("José", "Jose"), ("Zoë Ünal", "Zoe Unal"), ("王 伟", "王 维"), ("สมชาย", "สมชย"), ("O'Neil", "Neil")],
)
def test_names_that_differ_give_ids_that_differ(one, other):
    assert student_id(one) != student_id(other)
    assert key(one) != key(other)
    assert is_folder_name(student_id(one))


@pytest.mark.parametrize(
    ("name", "student"),
    [("Jane  Doe", "jane_doe"), ("../../etc", "etc"), ("CON", "con_"), ("a+b", "a_b"), ("=cmd|x", "cmd_x"),
     ("O'Neil, Ada", "o_neil_ada"), ("Ольга Ли", "ольга_ли"), ("Jose\u0301", "jos\u00e9"), ("+++", "")],
)  # fmt: skip
def test_an_id_is_a_safe_folder_name(name, student):
    assert student_id(name) == student


def test_a_long_name_gives_an_id_that_a_folder_can_have():
    assert len(student_id("王" * 300).encode()) <= 120


def test_names_are_found_in_any_order_but_an_exact_one_wins():
    people = People([Person("li", "Li", "Wei"), Person("wei", "Wei", "Li"), Person("ana", "Ana", "de la Cruz")])
    assert people.named("Wei Li", turned=True) >= {"wei"}
    assert people.named("de la Cruz, Ana", turned=True) == {"ana"}
    assert people.named("delacruzana", turned=True) == {"ana"}
    assert people.named("Cruz Ana") == set()
    assert turns("Doe, Jane") == {"doejane", "janedoe"}


def test_a_new_id_is_nobody_elses():
    people = People([Person("jane_doe")])
    assert people.new_id("Jane Doe", "7") == "jane_doe_7"
    assert people.new_id("Jane Doe") == people.new_id("Jane Doe") != "jane_doe"
    assert people.new_id("Sam Roe", "8", alone=False) == "sam_roe_8"
    assert people.new_id("!!!", "9") == "9"


def test_a_person_is_kept_in_nbgraders_columns_and_the_rest_aside(small_course):
    course = Course.open(small_course)
    ada = Person("ada", "Ada", "Lovelace", "a@x.org", "7001", "A", ("lovelaceada",), ("canvas:7001",))
    records.save(course, [ada, Person("bob")])
    with Gradebook(course.db_url, course.course_id) as book:
        row = book.find_student("ada")
        assert (row.first_name, row.last_name, row.email, row.lms_user_id) == ("Ada", "Lovelace", "a@x.org", "7001")
    people = records.load(course)
    assert people.get("ada") == ada
    assert people.numbered("canvas:7001") == people.mailed("A@x.org") == people.named("lovelaceada") == {"ada"}
    assert "bob" not in (small_course / "people.json").read_text()


def test_a_name_begins_no_tag_where_formgrader_prints_it_and_is_found_all_the_same(small_course):
    course = Course.open(small_course)
    records.save(course, [Person("eve", "<img src=x>", "</script><b>Li")])
    with Gradebook(course.db_url) as gradebook:
        student = gradebook.find_student("eve")
        assert not re.search("<[A-Za-z/]", student.first_name + student.last_name)
    known = records.load(course)
    assert known.named("<img src=x> </script><b>Li") == {"eve"}
    records.save(course, known)
    assert records.load(course).get("eve") == known.get("eve")


def test_excluded_students_are_in_no_list(small_course, hand_in):
    with (small_course / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.student_id_exclude = 'teststudent, demo-*'\n")
    course = Course.open(small_course)
    records.save(course, [Person("ada"), Person("teststudent"), Person("demo-1")])
    hand_in(small_course, "demo-2", {"lesson.ipynb": b"{}"})
    hand_in(small_course, "bob", {"lesson.ipynb": b"{}"})
    assert course.students("lesson") == ["ada", "bob"]
    assert course.submitted_students("lesson") == ["bob"]
    assert course.excluded_students("lesson") == ["demo-1", "demo-2", "teststudent"]
    assert set(records.people(course)) == {"ada"}


@pytest.mark.parametrize(
    ("number", "email", "another"),
    [
        ("canvas:7001", "", False),
        ("canvas:7002", "", True),
        ("moodle:5", "", False),  # Moodle counts anew for each assignment
        ("", " JANE@example.edu ", False),
        ("canvas:7001", "jane@other.example", True),
        ("", "", False),
    ],
)
def test_a_namesake_is_told_by_number_and_address(number, email, another):
    jane = Person("jane_doe", "Jane", "Doe", email="jane@example.edu", numbers=("canvas:7001", "moodle:77"))
    assert jane.is_another(number, email) is another
    assert not Person("jane_doe").is_another(number, email)
