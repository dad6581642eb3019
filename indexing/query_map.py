"""Learns a linear map that turns a question's vector toward the vectors of its answers."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Chosen on the training questions; the map stays near the identity by the penalty.
_EPOCHS, _BATCH, _RATE = 6, 256, 1e-3
_TEMPERATURE, _PENALTY = 0.05, 1e-2


def learn_query_map(questions: Floats, answers: Floats, groups: NDArray[np.intp]) -> Floats:
    """Return the map, of shape (dimensions, dimensions).

    `questions` and `answers` have shape (pairs, dimensions); `groups` numbers the passage that
    each answer is from. Trained with in-batch negatives (InfoNCE, arXiv 1807.03748): of a batch's
    answers, each question's own is to be the nearest; others from the same passage don't count.
    """
    import torch

    asked, told = torch.from_numpy(questions), torch.from_numpy(answers)
    of = torch.from_numpy(groups)
    identity = torch.eye(asked.shape[1])
    weights = identity.clone().requires_grad_()
    optimizer = torch.optim.AdamW([weights], lr=_RATE, weight_decay=0.0)
    for epoch in range(_EPOCHS):
        order = torch.randperm(len(asked), generator=torch.Generator().manual_seed(epoch))
        for batch in torch.split(order, _BATCH):
            turned = torch.nn.functional.normalize(asked[batch] @ weights, dim=1)
            scores = turned @ told[batch].T / _TEMPERATURE
            same = of[batch][:, None] == of[batch][None, :]
            own = torch.eye(len(batch), dtype=torch.bool)
            scores = scores.masked_fill(same & ~own, -1e9)
            loss = torch.nn.functional.cross_entropy(scores, torch.arange(len(batch)))
            loss = loss + _PENALTY * ((weights - identity) ** 2).sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    learned: Floats = weights.detach().numpy()
    return learned
