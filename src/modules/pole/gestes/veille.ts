/** La veille commune : partager une source, la retirer. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { partagerVeille, retirerVeille } from '../db/veille.ecritures.ts'
import type { Veille } from '../db/veille.ts'
import type { Depuis } from '../lecture/regard.ts'
import { noter } from './noter.ts'

/** Partage une source déjà parue. Le même envoi, deux fois, ne la partage qu'une fois. */
export const partagerUneSource = async (
  { tx, r, visiteur, le }: Depuis,
  v: Pick<Veille, 'id' | 'genre' | 'titre' | 'source' | 'parueLe' | 'resume' | 'impact'>,
): Promise<Result<null, Refus<'a-venir'>>> => {
  if (v.parueLe > jourLocal(le, ZONE_PAR_DEFAUT)) return refuser('a-venir', 'Cette date est à venir.')
  const source = {
    ...v,
    pole: r.pole.id,
    titre: uneLigne(v.titre),
    source: uneLigne(v.source),
    par: visiteur.nom,
    le,
  }
  if (await partagerVeille(tx, source))
    await noter(tx, visiteur, r.pole.id, 'partager-veille', 'Une source de veille est partagée.', le)
  return ok(null)
}

/** Faux : cette source n'est pas de la coopérative, ou elle est déjà retirée. */
export const retirerUneSource = async (
  { tx, r, visiteur, le }: Depuis,
  id: Veille['id'],
): Promise<boolean> => {
  if (!(await retirerVeille(tx, r.pole.id, id, le))) return false
  await noter(tx, visiteur, r.pole.id, 'retirer-veille', 'Une source de veille est retirée.', le)
  return true
}
