"""Drawings: the same from the same seed, nothing held out is trained on, and the eye is asked what is really there."""

import random

import numpy as np
from vision.drawing import pixels
from vision.goals import CHARACTERS, any_scene, goals_of
from vision.item import side
from vision.puzzles import CANDIDATES, candidates_of, puzzle, puzzles, value_at
from vision.scenes import COLOURS, SHAPES, WORDS, Scene, Thing, is_held_out_text, nearly_a_word, scattered, text_scene, two_sizes
from vision.tasks import ABILITIES, MIX, draw, follow_ups, items, no_image, one_image, pairs, shots


def test_the_same_seed_draws_the_same_images():
    first, second = ([pixels(any_scene(source), source)[0] for _ in range(40)] for source in (random.Random(3), random.Random(3)))
    assert all((one == other).all() for one, other in zip(first, second))


def test_no_held_out_word_or_question_is_ever_trained_on():
    source = random.Random(1)
    trained = [item for _ in range(1500) for item in draw(source, held_out=False)]
    held_out = [item for maker in MIX for _ in range(25) for item in draw(source, held_out=True, maker=maker)]
    assert not {key for item in trained for key in item.keys} & {key for item in held_out for key in item.keys}
    assert not {text for item in trained for text in item.texts if is_held_out_text(text)}
    assert all(is_held_out_text(text) for item in held_out for text in item.texts)
    drawn = {scene.text for _ in range(3000) for scene in [any_scene(source)]}
    assert not {word for text in drawn for word in text.split('\n') if is_held_out_text(word)}


def test_a_question_with_one_held_out_word_of_two_is_used_for_nothing():
    group = pairs(random.Random(2), False)
    words = ['KITE', 'MOON', 'STAR', 'CAT', 'LAMP', '4827', '77', '310']
    held, free = [word for word in words if is_held_out_text(word)], [word for word in words if not is_held_out_text(word)]
    assert side(group[0]) in (True, False, None)
    assert not held or side(type(group[0])('two-images', '', '', '', texts=(held[0], free[0]))) is None


def test_every_ability_has_held_out_questions():
    found = items(random.Random(4), 3)
    assert set(ABILITIES) | {'two-images', 'few-shot-0', 'few-shot-2', 'few-shot-4', 'follow-ups', 'describe-first', 'no-image'} == {item.ability for item in found}
    assert all(side(item) is True for item in found)


def test_the_number_of_markers_is_the_number_of_images():
    source = random.Random(5)
    for maker in (one_image, pairs, shots, follow_ups, no_image, puzzles):
        for _ in range(40):
            for item in draw(source, held_out=False, maker=maker):
                text = ' '.join([question for question, _ in item.before] + [item.question])
                assert text.count('<__media__>') == len(item.images)


def test_the_eye_is_asked_what_is_drawn():
    scene = Scene((Thing('circle', 'red', 18, 54, 11), Thing('star', 'blue', 54, 18, 11)))
    goals = goals_of(scene, pixels(scene, random.Random(1))[1])
    assert goals['slots'][0].tolist() == [1 + SHAPES.index('circle'), 1 + COLOURS.index('red'), 1, 4, 2]
    assert goals['counts'][COLOURS.index('red')] == 1 and goals['counts'][-1] == 2
    assert goals['covers'][6 * 4 + 1] == 1 + SHAPES.index('circle') and goals['tints'][6 * 1 + 4] == 1 + COLOURS.index('blue')
    assert goals['covers'][0] == 0 and goals['centres'].sum() == 2


def test_letters_are_asked_in_order_and_pages_only_by_patch():
    word = goals_of(Scene(text='AB1'), np.zeros((72, 72), dtype=np.uint8))
    assert word['letters'].tolist() == [1, 2, 1 + CHARACTERS.index('1'), 0, 0]
    assert (goals_of(Scene(text='AB\nCD'), np.zeros((72, 72), dtype=np.uint8))['letters'] == -100).all()


def test_things_lie_inside_the_image_and_do_not_touch():
    source = random.Random(6)
    for scene in [scattered(source, [('circle', 'red')] * 6) for _ in range(40)] + [two_sizes(source) for _ in range(40)]:
        for one in scene.things:
            assert one.radius <= one.x <= 72 - one.radius and one.radius <= one.y <= 72 - one.radius
            assert all((one.x - other.x) ** 2 + (one.y - other.y) ** 2 > (one.radius + other.radius) ** 2 for other in scene.things if other is not one)


def test_every_letter_of_a_word_leaves_its_mark():
    source = random.Random(7)
    for _ in range(60):
        scene = text_scene(source, held_out=False)
        assert set(range(1, len(scene.text) + 1)) <= set(np.unique(pixels(scene, source)[1]))


def test_a_puzzle_follows_its_rules_and_has_one_right_candidate_of_six():
    source = random.Random(8)
    for side_of_grid in (2, 3):
        for _ in range(100):
            made = puzzle(source, side_of_grid)
            grid = [*made.cells, made.answer]
            for part, rule in enumerate(made.rules):
                rows = [[grid[side_of_grid * row + column][part] for column in range(side_of_grid)] for row in range(side_of_grid)]
                assert rule != 'row' or all(len(set(row)) == 1 for row in rows)
                assert rule != 'column' or all(len(set(column)) == 1 for column in zip(*rows))
                assert rule not in ('falling', 'rising') or all(len(set(line)) == 3 for line in [*rows, *zip(*rows)])
            group, right = candidates_of(source, made)
            assert len(group) == CANDIDATES and len({*made.wrong, made.answer}) == CANDIDATES
            assert [item.answer for item in group] == ['Yes.' if at == right else 'No.' for at in range(CANDIDATES)]


def test_values_that_stand_once_in_every_row_and_column():
    assert [[value_at('falling', ['a', 'b', 'c'], row, column, 3) for column in range(3)] for row in range(3)] == [['a', 'b', 'c'], ['c', 'a', 'b'], ['b', 'c', 'a']]


def test_a_word_with_a_slip_is_one_letter_away_from_a_word():
    source = random.Random(8)
    for _ in range(50):
        text = nearly_a_word(source)
        assert any(len(word) == len(text) and sum(a != b for a, b in zip(word, text)) <= 1 for word in WORDS)
