// Outcomes of commands in flight together, told in the order of their lines even where a later one is known first.

/** Places in a queue: what is told at one is held back until all before it have been told. */
export class InOrder {
  readonly #places: Place[] = [];

  /** Takes the next place; the function given back tells at it, now or when its turn comes. */
  place<T>(tell: (value: T) => void): (value: T) => void {
    const place: Place = { tell: undefined };
    this.#places.push(place);
    return value => {
      place.tell = () => tell(value);
      this.#tellFirst();
    };
  }

  #tellFirst(): void {
    for (let tell = this.#places[0]?.tell; tell !== undefined; tell = this.#places[0]?.tell) {
      this.#places.shift();
      tell();
    }
  }
}

interface Place {
  tell: (() => void) | undefined;
}
