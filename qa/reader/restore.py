"""Read exported weights back into the network, to go on training from them. Training only (torch and onnx)."""

from __future__ import annotations

from pathlib import Path

import torch

from qa.reader.network import Network, Shape


def restore(path: Path, dropout: float) -> Network:
    """The network that `export` wrote to `path`. Raises `ValueError` if the file holds another network's weights.

    The exporter keeps the names of biases and of weights used as they are; the weights of layers over whole passages
    it transposes and numbers, so these are told by the bias that is added to what they give.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    stored = {tensor.name.removesuffix(".half"): numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {
        name.removeprefix("network."): torch.from_numpy(weights.astype("float32"))
        for name, weights in stored.items()
        if name.startswith("network.")
    }
    added = {name: next((i for i in node.input if i.endswith(".bias")), None) for node in graph.node
             if node.op_type == "Add" for name in node.input}  # fmt: skip
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in stored:
            bias = added.get(node.output[0])
            layer = bias.removeprefix("network.").removesuffix(".bias") if bias else "cross_key"
            found[f"{layer}.weight"] = torch.from_numpy(stored[node.input[1]].astype("float32").T.copy())
    network = Network(Shape(), dropout)
    # Equal tensors are stored once: the modulation of the question's own blocks, which nothing modulates.
    found.setdefault("question_blocks.1.modulate.weight", torch.zeros_like(network.question_blocks[1].modulate.weight))  # type: ignore[union-attr,arg-type]
    try:
        network.load_state_dict(found)
    except RuntimeError as reason:
        raise ValueError(f"{path} does not hold this network's weights: {reason}") from reason
    return network
