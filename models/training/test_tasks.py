"""The data: held-out questions stay held out, thoughts reach their answers, and what is shown is what is learned."""

import random
import zlib

import pytest
import tokenizer as tokenizers
from render import WAYS_EASY, WAYS_HARD, encode, example
from tasks import MIX, draw
from tasks.hard import (addition, addition_thought, days_later, letter_count_thought, letter_counts, multiplication_thought, sorting,
                        sorting_thought, subtraction_thought)
from tasks.item import Item, is_held_out, is_right, normalise, split_key
from tasks.patterns import wordings
from tasks.reading import rules
from tasks.talk import INTENTS, small_talk

BYTES_ONLY = tokenizers.Tokenizer([])


def test_no_held_out_question_is_ever_trained_on():
    source = random.Random(1)
    trained = {split_key(draw(source, held_out=False)) for _ in range(6000)}
    held_out = {split_key(draw(source, held_out=True, maker=maker)) for maker in MIX for _ in range(40)}
    assert not trained & held_out
    assert all(zlib.crc32(key.encode()) % 20 == 0 for key in held_out)


def test_noise_and_spelling_of_a_question_do_not_move_it_to_the_other_side():
    assert normalise('  What is the capital of France?? ') == normalise('what is the capital of france')
    assert normalise('12 - 3') != normalise('12 + 3')


def test_earlier_turns_belong_to_the_question():
    plain = Item('follow-ups', 'and of Japan', '', '')
    asked = Item('follow-ups', 'and of Japan', '', '', before=(('Capital of France?', 'Paris.'),))
    assert split_key(plain) != split_key(asked)


@pytest.mark.parametrize(
    'thought, expected',
    [
        (addition_thought(47, 85), '47+85\n7+5=12, 2 carry 1\n4+8+1=13, 32 carry 1\n=132'),
        (addition_thought(5, 47), '5+47\n5+7=12, 2 carry 1\n0+4+1=5, 52\n=52'),
        (subtraction_thought(52, 47), '52-47\n12-7=5, 5 borrow 1\n5-4-1=0, 05\n=5'),
        (subtraction_thought(3, 12), '3 < 12, so minus\n12-3\n12-3=9, 9 borrow 1\n1-0-1=0, 09\n=-9'),
        (multiplication_thought(47, 6), '47*6\n7*6=42, 2 carry 4\n4*6=24, 24+4=28, 282\n=282'),
        (letter_count_thought('berry', 'r')[0], 'r in berry\nb0 e0 r1 r2 y2\n=2'),
        (sorting_thought([45, 12, 33], False), '45 12 33: 45 12 12\n45 33: 45 33\n45\n=12, 33, 45'),
    ],
)
def test_a_thought_is_worked_out_step_by_step(thought, expected):
    assert thought == expected


def test_thoughts_of_calculations_end_in_the_answer():
    source = random.Random(2)
    for maker in MIX:
        for _ in range(30):
            item = draw(source, held_out=False, maker=maker)
            if item.hard and '\n=' in item.thought and item.ability != 'judge':
                assert item.thought.rsplit('\n=', 1)[1] == item.answer.rstrip('.')
            assert is_right(item, item.answer)


def test_only_what_the_model_decides_is_learned():
    source = random.Random(4)
    for _ in range(400):
        item = draw(source, held_out=False)
        ways = ['quick'] if item.ability == 'decisions' else list(WAYS_HARD if item.hard else WAYS_EASY)
        for way in ways:
            ids, learned, forced = encode(BYTES_ONLY, example(source, item, way))
            text = BYTES_ONLY.decode([token for token, wanted in zip(ids, learned) if wanted])
            assert '<|im_start|>' not in text and text.endswith('<|im_end|>')
            assert ('<think>' in text) == (way in ('auto', '/think', '/no_think'))
            assert ('</think>' in text) == (way not in ('quick', 'cut'))
            assert (forced is not None) == (way == 'think')
            if forced is not None:  # the thought's first token, right after the opened block
                assert BYTES_ONLY.decode(ids[:forced]).endswith('<think>\n') and learned[forced]


def test_tokens_turn_back_into_the_same_text():
    source = random.Random(5)
    for _ in range(200):
        text = example(source, draw(source, held_out=False)).text + ' naïve Ωμέγα 日本 🙂 ½ _x_\t\r\n'
        assert BYTES_ONLY.decode(BYTES_ONLY.encode(text)) == text


def test_patterns_stand_for_all_their_wordings():
    assert wordings('what (is|was) (a|the) token|define token') == (
        'what is a token', 'what is the token', 'what was a token', 'what was the token', 'define token',
    )  # fmt: skip


def test_ponder_is_known_by_at_least_sixty_intents_with_paraphrases():
    assert len(INTENTS) >= 60
    assert min(sum(len(wordings(pattern)) for pattern in patterns) for _, patterns in INTENTS) >= 5


def test_no_wording_asks_for_two_things_about_ponder():
    answers: dict[str, str] = {}
    for answer, patterns in INTENTS:
        for wording in {normalise(text) for pattern in patterns for text in wordings(pattern)}:
            assert answers.setdefault(wording, answer) == answer, wording


def test_held_out_questions_exist_for_every_task():
    source = random.Random(6)
    assert all(is_held_out(draw(source, held_out=True, maker=maker)) for maker in MIX)


def test_small_talk_stays_on_its_side_of_the_split_whatever_surrounds_it():
    source = random.Random(9)
    drawn = [draw(source, held_out=True, maker=small_talk) for _ in range(200)]
    assert all(is_held_out(item) for item in drawn)
    assert len({item.question for item in drawn}) > 20


def test_what_the_model_knows_by_heart_is_not_called_hard():
    source = random.Random(11)
    for _ in range(200):
        numbers = (item := sorting(source)).answer.split(', ')
        assert item.hard == (len(numbers) > 3) and len(set(numbers)) == len(numbers)
        assert not days_later(source).hard and not rules(source).hard
        assert addition(source).hard and letter_counts(source).hard
