/** Un atelier interne : l’annoncer, y pointer qui vient, l’annuler. Chaque présence est une ligne du registre de l’indicateur 22. */
import { formaterDuree } from '#kernel/heures.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { Intervenant, TiersId } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  annulerAtelier,
  attendre,
  insererAtelier,
  poserPresence,
  verrouillerAtelier,
} from '../db/ateliers.ecritures.ts'
import { type Atelier, agitPourToutes, lireAtelier, type PresenceLue, presencesDe } from '../db/ateliers.ts'
import type { Regarde } from '../db/population.ts'
import { lireLigne } from '../db/registre.ts'
import { pointer, refusDAnnoncer, suiteDuPointage } from '../domain/ateliers.ts'
import { tenirLigne } from './tenir-registre.ts'

type Fait<T = undefined> = Promise<Result<T, Refus>>
type Contexte = { readonly activite: ActiviteId; readonly le: Date; readonly regarde: Regarde }

const pourToutes = 'Un atelier s’annonce et s’annule par qui agit pour toute la coopérative.'

const noter = (
  tx: TenantTx,
  a: Pick<Atelier, 'id'>,
  geste: string,
  phrase: string,
  { activite, le }: Contexte,
) =>
  consigner(tx, {
    activite,
    faitLe: le,
    module: 'qualite',
    geste,
    objet: { genre: 'atelier', id: a.id },
    phrase,
  })

export const annoncerAtelier = async (
  tx: TenantTx,
  a: Pick<Atelier, 'id' | 'titre' | 'le' | 'minutes' | 'animateur' | 'apport'>,
  gens: readonly Pick<Intervenant, 'personne' | 'activite'>[],
  c: Contexte,
): Fait<Atelier['id']> => {
  if (!(await agitPourToutes(tx))) return refuser('siege', pourToutes)
  const refus = refusDAnnoncer(a)
  if (refus) return ko(refus)
  if (gens.length === 0) return refuser('vide', 'Dites qui est attendu à cet atelier.')
  if (!(await insererAtelier(tx, a, c.le))) return ok(a.id)
  for (const g of gens) await attendre(tx, a.id, g)
  await noter(tx, a, 'annoncer-atelier', 'Un atelier interne est annoncé.', c)
  return ok(a.id)
}

/** La ligne de registre d’une présence, inscrite ou retirée. Rend son identifiant, ou rien. */
const tenirPresence = async (
  tx: TenantTx,
  a: Atelier,
  p: PresenceLue,
  suite: 'inscrire' | 'retirer',
  c: Contexte,
): Promise<Result<string | null, Refus>> => {
  const avant =
    suite === 'retirer' && p.ligne ? (await lireLigne(tx, 'developpement', p.ligne))[0] : undefined
  if (suite === 'retirer' && (!avant || avant.retire)) return ok(null)
  const id = avant?.id ?? newId(c.le)
  const tenue = await tenirLigne(
    tx,
    avant
      ? { ...avant, retire: true }
      : {
          id,
          activite: p.activite,
          genre: 'developpement',
          titre: `Atelier : ${a.titre}`,
          le: a.le,
          expireLe: null,
          personne: p.personne,
          offre: null,
          session: null,
          etablissement: null,
          entreprise: null,
          responsable: null,
          origine: null,
          contenu: { duree: formaterDuree(a.minutes), apport: a.apport, atelier: a.id },
          retire: false,
        },
    { rangLu: avant?.rang ?? 0, regarde: c.regarde, le: c.le },
  )
  return tenue.ok ? ok(avant ? null : id) : tenue
}

/** Pointe qui est venu ; se refait tant qu’on se trompe, et la ligne de registre suit. */
export const pointerAtelier = async (
  tx: TenantTx,
  a: Atelier,
  { presents, excuses }: { readonly presents: readonly TiersId[]; readonly excuses: readonly TiersId[] },
  c: Contexte,
): Fait<number> => {
  if (a.le > c.regarde.jour)
    return refuser('futur', 'Cet atelier n’a pas encore eu lieu : il se pointe ce jour-là.')
  await verrouillerAtelier(tx, a.id)
  if ((await lireAtelier(tx, a.id))?.annuleLe)
    return refuser('annule', 'Cet atelier est annulé : personne n’y est venu.')
  const lues = await presencesDe(tx, a.id)
  const dites = pointer(
    lues.map((p) => p.personne),
    presents,
    excuses,
  )
  for (const p of lues) {
    const apres = dites.get(p.personne) ?? 'absent'
    const suite = suiteDuPointage(p.presence, apres)
    if (p.presence === apres) continue
    const ligne = suite === 'rien' ? ok(null) : await tenirPresence(tx, a, p, suite, c)
    if (!ligne.ok) return ligne
    await poserPresence(tx, a.id, p.personne, apres, ligne.value, c.le)
  }
  await noter(tx, a, 'pointer-atelier', 'Les présences d’un atelier interne sont pointées.', c)
  return ok([...dites.values()].filter((x) => x === 'present').length)
}

/** Annule un atelier qui n’a pas été pointé : ce qui fut suivi ne s’annule pas. */
export const renoncerAAtelier = async (tx: TenantTx, a: Atelier, c: Contexte): Fait => {
  if (!(await agitPourToutes(tx))) return refuser('siege', pourToutes)
  await verrouillerAtelier(tx, a.id)
  const relu = await lireAtelier(tx, a.id)
  if ((relu?.presents ?? 0) > 0)
    return refuser('pointe', 'Des personnes y sont pointées présentes : cet atelier a eu lieu.')
  if (!(await annulerAtelier(tx, a.id, c.le))) return refuser('deja', 'Cet atelier est déjà annulé.')
  await noter(tx, a, 'annuler-atelier', 'Un atelier interne est annulé.', c)
  return ok(undefined)
}
