/** Écrire le scrutin des délégués : jugé, son procès-verbal émis, dans la même transaction. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { heureLocale } from '#kernel/zones.ts'
import { listerInscrits } from '#modules/inscriptions/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { insererScrutin } from '../db/stagiaires.ecritures.ts'
import { procesVerbal } from '../documents/acte.ts'
import {
  type Carence,
  type Election,
  fenetreDuScrutin,
  refusDeScrutin,
  seancesPrevues,
  verifierScrutin,
} from '../domain/delegues.ts'
import { emettreActe } from './emettre-acte.ts'

/** Rend le numéro du procès-verbal. `scrutin` : ce que la personne a lu de l’urne ; `heure` : en minutes depuis minuit. */
export const tenirScrutin = async (
  services: Services,
  tx: TenantTx,
  s: SessionLue,
  scrutin: Election | Carence,
  quand: { readonly tenuLe: DateCivile; readonly heure: number },
  le: Date,
): Promise<Result<{ readonly numero: string }, Refus>> => {
  const seances = seancesPrevues(s)
  const gene = refusDeScrutin(fenetreDuScrutin(seances), quand.tenuLe, heureLocale(le, s.zone).date)
  if (gene) return ko(gene)
  const gens = await listerInscrits(tx, s.id, { enCours: true })
  const juge = verifierScrutin(
    scrutin,
    gens.map((g) => g.id),
  )
  if (!juge.ok) return juge
  const nom = (id: string) => {
    const g = gens.find((x) => x.id === id)
    return g ? `${g.prenom} ${g.nom}` : ''
  }
  const acte = await emettreActe(
    services,
    tx,
    s,
    procesVerbal(scrutin, { session: s, seances, ...quand, nom }),
    le,
  )
  if (!acte.ok) return refuser('acte', acte.error.phrase)
  const elus = scrutin.genre === 'election' ? scrutin : undefined
  await insererScrutin(
    tx,
    {
      id: newId(le),
      activite: s.activite,
      session: s.id,
      genre: scrutin.genre,
      ...quand,
      tours: scrutin.tours,
      electeurs: scrutin.electeurs,
      votants: scrutin.votants,
      titulaire: elus?.titulaire.inscription ?? null,
      suppleant: elus?.suppleant.inscription ?? null,
      voixTitulaire: elus?.titulaire.voix ?? null,
      voixSuppleant: elus?.suppleant.voix ?? null,
      motif: scrutin.genre === 'carence' ? scrutin.motif : '',
      piece: acte.value.id,
    },
    le,
  )
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'stagiaires',
    geste: elus ? 'elire-delegues' : 'constater-carence',
    objet: { genre: 'session', id: s.id },
    phrase: `${elus ? 'Les délégués' : 'La carence de délégués'} de {session:${s.id}} : procès-verbal ${acte.value.numero}.`,
  })
  return ok({ numero: acte.value.numero })
}
