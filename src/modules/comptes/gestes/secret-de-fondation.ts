import { timingSafeEqual } from 'node:crypto'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { derivedRecoveryCode, recoveryDigest } from '#platform/auth/token.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Ports } from '../domain/ports.ts'
import { parAdresse } from '../domain/ralentir.ts'
import { prendreEssai } from './essayer.ts'

/**
 * Le secret que `/premiers-pas` demande à qui fonde une instance ouverte au réseau : sans lui, le premier passant l’administrerait. Tiré
 * des clés de l’instance, il n’est gardé nulle part, et ne sert plus à rien une fois l’instance fondée.
 */
export const secretDeFondation = (keys: Keys): string => derivedRecoveryCode(keys, 'comptes.fondation')

/** Juge le secret saisi, essais comptés par adresse réseau ; deux empreintes se comparent, en un temps qui ne dit rien. */
export const jugerSecretDeFondation =
  (ports: Pick<Ports, 'portes' | 'cleDEchec' | 'secretDeFondation'>) =>
  async (saisi: string, adresse: string): Promise<Result<true, Refus<'secret' | 'trop-d-essais'>>> => {
    const cle = ports.cleDEchec('fondation', adresse)
    const essai = await prendreEssai(ports, cle, parAdresse)
    if (!essai.ok)
      return refuser('trop-d-essais', 'Trop d’essais de suite. Attendez quelques minutes, puis réessayez.')
    if (!timingSafeEqual(recoveryDigest(saisi), recoveryDigest(ports.secretDeFondation())))
      return refuser(
        'secret',
        'Ce n’est pas le secret de cette instance. Le démarrage l’écrit dans sa console, et « npm run -s coforme -- premiers-pas » le redit.',
      )
    await ports.portes.noterEchecs(cle, essai.value - 1)
    return ok(true)
  }
