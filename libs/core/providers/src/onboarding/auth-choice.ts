/** A model as `models.providers.<id>.models` takes it. */
export interface OfferedModel {
  readonly id: string;
  readonly name: string;
  readonly reasoning: boolean;
  readonly input: readonly ('text' | 'image')[];
  readonly contextWindow: number;
  readonly maxTokens: number;
  readonly api?: string;
  readonly baseUrl?: string;
}

/** What `models.providers.<id>` needs where no catalogue row says it. */
export interface OfferedSettings {
  readonly baseUrl: string;
  readonly api: string;
  readonly authHeader?: true;
  readonly models: readonly OfferedModel[];
}

/** A provider at one of its endpoints. */
export interface Surface {
  readonly provider: string;
  /** The id of the model to begin with. Absent: the person has to name one. */
  readonly model?: string;
  /** Absent: the catalogue has it all. */
  readonly settings?: OfferedSettings;
}

/** A way to set up a provider: what `onboard --auth-choice` takes (CLI-21). */
export interface AuthChoice {
  readonly id: string;
  readonly label: string;
  /** Where a key can come from, first wins. */
  readonly envKeys: readonly string[];
  /** The flag that gives the key, without its dashes. */
  readonly flag: string;
  /** It works without a key, too. */
  readonly keyOptional?: true;
  /** In the order of preference: the first whose model answers is used. */
  readonly surfaces: readonly [Surface, ...Surface[]];
  /** All of them are written, and not only the one that answered. */
  readonly registersAll?: true;
}

/** One for which a person has to log in: it cannot be set up here yet. */
export type LoginChoice = Pick<AuthChoice, 'id' | 'label'>;
