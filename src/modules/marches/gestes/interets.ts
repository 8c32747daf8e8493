import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { direInteret, fermerLAveugle, ouvrirLAveugle } from '../db/interets.ecritures.ts'
import { type Interet, remplir } from '../domain/interet.ts'
import { usageInteret } from '../lecture/mon-interet.ts'

type Fait = Promise<Result<undefined, Refus>>

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Votre rôle, ou un pôle que vous animez, ne vous laisse rien dire de ce lot.',
  eteint: 'Aucun de vos pôles n’a ouvert l’intérêt à l’aveugle.',
  ferme: 'La date limite de ce lot est passée.',
  retire: 'Votre coopérative a retiré son intérêt : il ne se redit pas pour ce lot.',
}
const rendre = (dit: string): Result<undefined, Refus> =>
  dit === 'note' ? ok(undefined) : refuser(dit, phrases[dit] ?? phrases.refuse ?? '')

type Lot = { readonly lot: string; readonly limite: Date }

/** Se dire intéressée. Rien ne le journalise ni n’enfile : ce serait une autre écriture que regarder. */
export const declarer = async (tx: TenantTx, keys: Keys, l: Lot, i: Interet, le: Date): Fait => {
  const plein = remplir(i)
  if (!plein) return refuser('long', 'Ce que vous avez écrit est trop long : raccourcissez la phrase.')
  // Qui répondra sans personne ne se compare pas : la même écriture, que rien ne rapproche.
  const contenu = keys.encrypt(usageInteret, l.lot, plein)
  return rendre(await direInteret(tx, { ...l, dit: i.ouvert === 'non' ? 'seule' : 'ouvert', contenu }, le))
}

const dire =
  (mot: 'nommee' | 'retire') =>
  async (tx: TenantTx, keys: Keys, l: Lot, i: Interet, le: Date): Fait =>
    rendre(
      await direInteret(
        tx,
        { ...l, dit: mot, contenu: keys.encrypt(usageInteret, l.lot, remplir(i) ?? new Uint8Array(0)) },
        le,
      ),
    )
/** Accepter d’être nommée à qui l’accepte aussi. */
export const seNommer = dire('nommee')
/** Retirer son intérêt : il ne se redit pas. */
export const retirer = dire('retire')

export const ouvrirAuPole = async (tx: TenantTx, o: Parameters<typeof ouvrirLAveugle>[1], le: Date): Fait =>
  (await ouvrirLAveugle(tx, o, le))
    ? ok(undefined)
    : refuser('deja', 'Ce pôle a déjà ouvert l’intérêt à l’aveugle.')

export const fermerAuPole = async (tx: TenantTx, pole: string, le: Date): Fait =>
  (await fermerLAveugle(tx, pole, le)) ? ok(undefined) : refuser('deja', 'C’est déjà fermé.')
