from __future__ import annotations

import copy
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from qa.reader import network, train
from qa.reader.batches import Batches, Recipe, pack
from qa.reader.data import Example
from qa.reader.evaluate import area_under_curve, figures, normalise, token_f1
from qa.reader.export import export, restore
from qa.reader.features import WordWeights, passage_input, question_input
from qa.reader.model import READER, Model, packed
from qa.reader.network import Network, Shape
from qa.reader.numbered import Corpus, gold_words, word_weights
from qa.reader.reader import Reading, ReadSpan
from qa.reader.swap import Swapper
from qa.reader.train import Schedule, main, mixed, platt, tensors

SMALL = Shape(width=16, dilations=(1, 2), crossing=1, span=8)
PASSAGES = (
    "Rapat pleno digelar di Kota Tegalsari pada 3 Mei 2019. Ketua panitia bernama Sri Wahyuni.",
    "Gunung Arjasa meletus tahun 1956. Abu gunung itu menutupi tiga desa, dan warga mengungsi ke Malangan.",
    "Pelabuhan Teluk Biru dibuka pada 12 Juli 1998 untuk kapal nelayan dari Sulawesi.",
)
EXAMPLES = (
    Example("1", "Kapan rapat pleno digelar?", PASSAGES[0], ("3 Mei 2019",), PASSAGES[0].index("3 Mei")),
    Example("2", "Siapa ketua panitia di Tegalsari?", PASSAGES[0], ("Sri Wahyuni",), PASSAGES[0].index("Sri")),
    Example("3", "Tahun berapa Gunung Arjasa meletus?", PASSAGES[1], ("1956",), PASSAGES[1].index("1956")),
    Example("4", "Siapa yang membuka Pelabuhan Teluk Biru?", PASSAGES[2], (), None),
)


def vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """Unit rows that depend on the word alone: letter counts, so that similar spellings are similar."""
    rows = np.zeros((len(words), 512), dtype=np.float32)
    for row, word in zip(rows, words, strict=True):
        for at, letter in enumerate(word):
            row[ord(letter) % 256] += 1
            row[256 + (ord(letter) * 7 + at) % 256] += 1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    made = Corpus(EXAMPLES, WordWeights(word_weights(PASSAGES, ["the"])), longest_span=30)
    made.finish(vectors, ["when"])
    return made


def _batches(corpus: Corpus, recipe: Recipe, seed: int = 0) -> Batches:
    swapper = Swapper([word for question in corpus.questions for word in question], ["meeting", "volcano"], vectors)
    return Batches(corpus, recipe, swapper, {}, seed)


def _text(corpus: Corpus, numbers: NDArray[np.int64]) -> str:
    names = {number: word for word, number in corpus.words.numbers.items()}
    return " ".join(names[int(number)] for number in numbers)


def test_gold_words_cover_the_answer() -> None:
    made = passage_input(PASSAGES[0], WordWeights({}))
    gold = gold_words(made, EXAMPLES[0])
    assert gold is not None
    assert made.words[gold[0] : gold[1] + 1] == ("3", "mei", "2019")


def test_the_answer_stays_where_the_gold_says_however_a_passage_is_shown(corpus: Corpus) -> None:
    recipe = Recipe(english=0, typo=0, other_passage=0, other_name=0, two_passages=0.7, longest=40, tokens=90)
    shown = 0
    for seed in range(20):
        for drawn in _batches(corpus, recipe, seed).epoch([1, 1, 1, 0]):
            for words, (first, last) in zip(drawn.passage_words, drawn.gold, strict=True):
                assert _text(corpus, words[first : last + 1]) in {"3 mei 2019", "sri wahyuni", "1956"}
                shown += 1
    assert shown == 60


def test_a_question_about_another_name_is_unanswerable(corpus: Corpus) -> None:
    batches = _batches(corpus, Recipe(english=0, typo=0, other_passage=0, other_name=1, two_passages=0))
    assert batches.names[1] == [4]
    assert [corpus.questions[2][at] for at in batches.names[2]] == ["gunung", "arjasa"]
    for word, others in batches.substitutes.items():
        assert word not in others
    batches.substitutes = {"tegalsari": ("malangan",)}
    batches.names[2] = []
    golds = [row[0] for drawn in batches.epoch([0, 1, 0, 0]) for row in drawn.gold]
    questions = [_text(corpus, row) for drawn in batches.epoch([0, 1, 0, 0]) for row in drawn.question_words]
    assert golds == [-1]
    assert questions == ["siapa ketua panitia di malangan"]


def test_swapping_follows_the_table_and_the_nearest_headword() -> None:
    swapper = Swapper(["presiden", "xyz"], ["president", "zebra"], vectors)
    seen = {tuple(swapper.swap(["kapan", "presiden", "lahir", "di", "2024"], Random(seed))) for seed in range(60)}
    words = {word for question in seen for word in question}
    assert {"when", "president", "born", "2024"} <= words
    assert "lahir" not in words
    assert swapper.english() >= {"president", "when"}


@pytest.mark.parametrize("seed", range(5))
def test_padding_and_company_change_no_score(corpus: Corpus, seed: int) -> None:
    torch.manual_seed(seed)
    model = Network(SMALL).eval()
    table = torch.from_numpy(corpus.vectors)
    batches = _batches(corpus, Recipe(english=0, typo=0, other_passage=0, other_name=0, two_passages=0))
    rows = [batches._draw(number)[0] for number in range(4)]
    with torch.no_grad():
        spans, absent = model(tensors(pack(corpus, rows), table))
        for at, row in enumerate(rows):
            alone, none = model(tensors(pack(corpus, [row]), table))
            length = len(row)
            inside = alone[0] > network.NEGATIVE / 2
            assert torch.equal(spans[at, :length] > network.NEGATIVE / 2, inside)
            assert torch.allclose(spans[at, :length][inside], alone[0][inside], atol=1e-3)
            assert torch.allclose(absent[at], none[0], atol=1e-4)
            assert bool((spans[at, length:] <= network.NEGATIVE / 2).all())


def test_the_loss_is_one_softmax_over_spans_and_no_answer() -> None:
    spans = torch.tensor([[[1.0, 2.0], [0.5, -1.0]], [[1.0, 2.0], [0.5, -1.0]]])
    absent = torch.tensor([0.3, 0.3])
    total = math.log(sum(math.exp(score) for score in (1.0, 2.0, 0.5, -1.0, 0.3)))
    value = network.loss(spans, absent, torch.tensor([[0, 1], [-1, -1]]))
    assert float(value) == pytest.approx(((total - 2.0) + (total - 0.3)) / 2, abs=1e-5)


def test_the_shared_loss_is_one_softmax_over_the_passages_of_a_question() -> None:
    spans = torch.tensor([[[1.0, 2.0], [0.5, -1.0]], [[3.0, 0.0], [0.0, 0.0]], [[1.0, 2.0], [0.5, -1.0]]])
    absent = torch.tensor([0.3, 1.5, -0.4])
    gold, asking = torch.tensor([[0, 1], [-1, -1], [-1, -1]]), torch.tensor([0, 0, 1])
    above = [[float(score) - float(none) for score in row.flatten()] for row, none in zip(spans, absent, strict=True)]
    first = math.log(1 + sum(math.exp(score) for score in (*above[0], *above[1]))) - (2.0 - 0.3)
    second = math.log(1 + sum(math.exp(score) for score in above[2]))
    assert float(network.shared_loss(spans, absent, gold, asking)) == pytest.approx((first + second) / 2, abs=1e-5)


def test_rivals_are_asked_the_same_and_answer_nothing() -> None:
    examples = [replace(EXAMPLES[0], rivals=(PASSAGES[1],)), *EXAMPLES[1:]]
    corpus = Corpus(examples, WordWeights({}), longest_span=30)
    corpus.finish(vectors)
    plain = Recipe(english=0, typo=0, other_passage=0, other_name=0, two_passages=0)
    batches = _batches(corpus, replace(plain, with_rivals=1.0, rival_from_afar=0.0))
    first, rival = batches._draw(0)
    assert (first.question, first.gold is not None, first.again) == (rival.question, True, False)
    assert (rival.gold, rival.again, rival.places) == (None, True, corpus.items[0].rivals)
    drawn = pack(corpus, [first, rival, *batches._draw(1)])
    assert drawn.asking.tolist() == [0, 0, 1]
    shown = [len(_batches(corpus, plain, seed).groups([1, 0, 0, 0])[0]) for seed in range(40)]
    assert 0 < shown.count(0) < len(shown)


def test_the_distance_to_teachers_is_least_where_the_scores_are_their_mean_opinion() -> None:
    first = (torch.tensor([[[2.0, 0.0], [0.0, -1.0]]]), torch.tensor([1.0]))
    second = (torch.tensor([[[0.0, 1.0], [3.0, 0.0]]]), torch.tensor([-1.0]))
    likely = [torch.softmax(torch.cat([absent, spans.flatten()]), 0) for spans, absent in (first, second)]
    mean = (likely[0] + likely[1]) / 2
    spans, absent = mean[1:].log().reshape(1, 2, 2), mean[:1].log()
    least = network.distance(spans, absent, [first, second])
    assert float(least) == pytest.approx(-float((mean * mean.log()).sum()), abs=1e-5)
    for spans, absent in (first, second):
        assert network.distance(spans, absent, [first, second]) > least


def test_a_reader_taught_by_a_wider_network_stays_nearer_to_its_opinion(corpus: Corpus) -> None:
    torch.manual_seed(0)
    batches = _batches(corpus, Recipe(english=0, other_passage=0, two_passages=0, drop_feature=0, word_noise=0))
    (drawn,) = batches.epoch([1, 1, 1, 1])
    batch = tensors(drawn, torch.from_numpy(corpus.vectors))
    teacher = Network(replace(SMALL, width=24, recurrent=1)).eval()
    begun = Network(SMALL, dropout=0)
    schedule = Schedule(epochs=20, stop=20, rate=0.01, warm_up=1, average=0.0)
    taught = train._descend(copy.deepcopy(begun), batches, schedule, None, [teacher])
    alone = train._descend(copy.deepcopy(begun), batches, schedule, None)
    with torch.no_grad():
        opinion = teacher(batch)
        scores = [one.eval()(batch) for one in (taught, alone)]
        after, untaught = (network.distance(spans, absent, [opinion]) for spans, absent in scores)
    assert after < untaught / 2


def test_the_fast_backward_pass_agrees_with_the_automatic_one() -> None:
    torch.manual_seed(0)
    states = torch.randn(2, 7, 3, dtype=torch.float64, requires_grad=True)
    weight = torch.randn(2, 7, 9, dtype=torch.float64)
    (network._neighbours(states, [-2, 0, 2]) * weight).sum().backward()  # type: ignore[no-untyped-call]
    expected = states.grad
    states.grad = None
    (network._with_neighbours(states, [-2, 0, 2]) * weight).sum().backward()  # type: ignore[no-untyped-call]
    assert expected is not None
    assert states.grad is not None
    assert torch.allclose(states.grad, expected)


def test_a_step_of_training_lowers_the_loss(corpus: Corpus) -> None:
    torch.manual_seed(0)
    model = Network(SMALL, dropout=0)
    batches = _batches(corpus, Recipe(english=0, other_passage=0, two_passages=0, drop_feature=0, word_noise=0))
    (drawn,) = batches.epoch([1, 1, 1, 1])
    optimiser = torch.optim.Adam(model.parameters(), 0.01)
    losses = []
    for _ in range(30):
        spans, absent = model(tensors(drawn, torch.from_numpy(corpus.vectors)))
        value = network.loss(spans, absent, torch.from_numpy(drawn.gold))
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(float(value.detach()))
    assert losses[-1] < losses[0] / 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning", "ignore::UserWarning")
def test_the_exported_graph_scores_as_the_network_does(corpus: Corpus, tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = Network(SMALL).eval()
    assert export(model, tmp_path / READER) < 1_000_000
    (tmp_path / "reader.json").write_text('{"word_weights": {}, "calibration": {"slope": 1, "offset": 0}}', "utf-8")
    weight = WordWeights({})
    made = Corpus(EXAMPLES[:3], weight, longest_span=30)
    made.finish(vectors)
    question = question_input(EXAMPLES[1].question, weight)
    passages = [passage_input(text, weight) for text in PASSAGES]
    words = sorted({word for passage in passages for word in passage.words} | set(question.words))
    known = dict(zip(words, vectors(words), strict=True))
    scores = Model(tmp_path).score(packed(question, passages[0], known))
    batches = _batches(made, Recipe(english=0, typo=0, other_passage=0, other_name=0, two_passages=0))
    with torch.no_grad():
        spans, absent = model(tensors(pack(made, batches._draw(1)), torch.from_numpy(made.vectors)))
    inside = spans[0].numpy() > network.NEGATIVE / 2
    assert np.array_equal(scores.spans > network.NEGATIVE / 2, inside)
    assert np.allclose(scores.spans[inside], spans[0].numpy()[inside], atol=0.06)
    assert scores.absent == pytest.approx(float(absent[0]), abs=0.02)


def test_squad_scores_by_hand() -> None:
    assert normalise("The  KPU, (pusat)!") == ["kpu", "pusat"]
    assert token_f1("pada 28 Februari 2024", "28 Februari 2024") == pytest.approx(6 / 7)
    assert token_f1("", "") == 1
    assert token_f1("dua", "tiga") == 0
    assert area_under_curve(np.array([0.9, 0.5]), np.array([0.5, 0.1])) == pytest.approx(3.5 / 4)


def test_figures_by_hand() -> None:
    right = Reading(0.9, (ReadSpan(PASSAGES[1].index("1956"), PASSAGES[1].index("1956") + 4, -0.1),))
    wrong = Reading(0.4, (ReadSpan(0, 5, -2.0),))
    made = figures([EXAMPLES[2], EXAMPLES[0], EXAMPLES[3]], [right, wrong, Reading(0.2, ())])
    assert (made.em, made.f1, made.auc) == (0.5, 0.5, 1.0)
    assert made.in_sentence == 1.0  # "Rapat" stands in the sentence of the date
    assert made.brier == pytest.approx((0.01 + 0.36 + 0.04) / 3)


def test_platt_finds_the_curve_that_made_the_labels() -> None:
    random = np.random.default_rng(0)
    margins = random.normal(0, 3, 20_000)
    labels = random.random(20_000) < 1 / (1 + np.exp(-(0.7 * margins - 0.4)))
    found = platt(margins, labels)
    assert found.slope == pytest.approx(0.7, abs=0.03)
    assert found.offset == pytest.approx(-0.4, abs=0.05)


def test_training_names_what_the_data_folder_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "facqa").mkdir()
    with pytest.raises(SystemExit) as stopped:
        main(["--data", str(tmp_path)])
    assert stopped.value.code == 2
    assert "holds no idk_mrc and no xquad_en_id" in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning", "ignore::UserWarning")
def test_training_goes_on_from_what_was_exported(tmp_path: Path) -> None:
    torch.manual_seed(3)
    model = Network(Shape(), 0.0)
    # As after training: no two layers alike, but for the modulation of the question's blocks, which nothing modulates.
    for name, parameter in model.named_parameters():
        idle = name.startswith("question_blocks") and name.endswith("modulate.weight")
        torch.nn.init.normal_(parameter, std=0.0 if idle else 0.1)
    export(model, tmp_path / READER)
    again = restore(tmp_path / READER, 0.0)
    for (name, old), new in zip(model.state_dict().items(), again.state_dict().values(), strict=True):
        # Eight bits a number, or seven in the layers that multiply so: off by at most half a step of the largest.
        layer = name.removesuffix(".weight")
        multiplies_so = layer in ("embed", "align", "cross_key", "cross_out") or re.fullmatch(r"blocks\.\d\.mix", layer)
        steps = 120 if multiplies_so else 250
        assert torch.allclose(old, new, atol=float(old.abs().max()) / steps), name


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning", "ignore::UserWarning")
def test_another_networks_weights_are_refused(tmp_path: Path) -> None:
    export(Network(SMALL, 0.0), tmp_path / READER)
    with pytest.raises(ValueError, match="does not hold"):
        restore(tmp_path / READER, 0.0)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning", "ignore::UserWarning")
def test_a_network_of_shorter_spans_goes_on_with_longer_ones(tmp_path: Path) -> None:
    torch.manual_seed(4)
    model = Network(replace(Shape(), longest=30), 0.0)
    for name, parameter in model.named_parameters():
        idle = name.startswith("question_blocks") and name.endswith("modulate.weight")
        torch.nn.init.normal_(parameter, std=0.0 if idle else 0.1)
    export(model, tmp_path / READER)
    again = restore(tmp_path / READER, 0.0).length_bias
    assert len(again) == Shape().longest
    assert torch.allclose(again[:30], model.length_bias, atol=1e-6)
    assert torch.equal(again[30:], again[29].expand(len(again) - 30))


def test_mixing_keeps_the_share_asked_for() -> None:
    one, other = Network(SMALL, 0.0), Network(SMALL, 0.0)
    between = mixed(one, other, 0.25)
    assert torch.allclose(between.start.weight, 0.25 * one.start.weight + 0.75 * other.start.weight)
    assert torch.equal(mixed(one, other, 0.0).start.weight, other.start.weight)
