/** Ce que la feuille d’émargement dit d’une session : chaque case, chaque signature, qui a formé. */
import { formaterDuree } from '#kernel/heures.ts'
import { memeNom } from '#kernel/meme-nom.ts'
import { enumerer } from '#kernel/texte.ts'
import { heureLocale, jourLocal } from '#kernel/zones.ts'
import { lireSequences } from '#modules/inscriptions/index.ts'
import { ditesUneAUne, motModaliteSeance } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { lirePlan } from '../db/a-part.ts'
import { clePresence, receptionsDe } from '../db/appareils.ts'
import {
  conventionsDe,
  lirePapier,
  lireSession,
  type MotifDeCase,
  motifsDe,
  provenancesDe,
  registreDe,
} from '../db/certificats.ts'
import {
  type Case,
  type Contresignature,
  lireCases,
  lireContresignatures,
  lireDemisDesPieces,
} from '../db/lectures.ts'
import { sequencesDites } from '../db/sequences.ts'
import { heuresDe, hhmm, lieuDe, modalites } from '../documents/emissions-communes.ts'
import type { FeuilleEmargementV1, PresenceV1 } from '../documents/feuille-emargement.v1.ts'
import type { Animateur, Demi, SessionId } from '../domain/ports.ts'
import { donneursDe, ranger } from '../domain/provenance.ts'
import { fenetreDe } from '../domain/signer-demi-journee.ts'

const natures: Readonly<Record<string, string>> = {
  formation: 'action de formation',
  bilan: 'bilan de compétences',
  vae: 'validation des acquis de l’expérience',
  apprentissage: 'apprentissage',
}

/** L’heure à la pendule de la salle, et le jour quand il n’est pas celui de la demi-journée. */
const quand = (demi: Demi, instant: Date): { readonly a: string; readonly le?: string } => {
  const { date, minute } = heureLocale(instant, demi.seance.zone)
  return { a: hhmm(minute), ...(date === demi.seance.date ? {} : { le: date }) }
}
const recue = (demi: Demi, instant: Date) => {
  const { a, le } = quand(demi, instant)
  return { recue: a, ...(le ? { recueLe: le } : {}) }
}

type FaitsDeCase = {
  /** Qui a tenu la feuille de cette demi-journée, de sa main ou à la place d’un formateur sans compte. */
  readonly vise: string
  /** La réception d’une présence signée sans réseau. */
  readonly recueLe: Date | undefined
  readonly motifs: readonly MotifDeCase[]
  readonly maintenant: Date
}

const etatDeCaseV1 = (c: Case, demi: Demi, f: FaitsDeCase): PresenceV1 => {
  const p = c.presence
  // Un départ se note depuis la fin prévue : de ce que l’interruption a ôté à tous, personne n’est parti.
  const depart = Math.max(0, c.minutes.depart - (demi.coupeMin ?? 0))
  const perdues = {
    ...(c.minutes.retard > 0 ? { retardMinutes: c.minutes.retard } : {}),
    ...(depart > 0 ? { departMinutes: depart } : {}),
  }
  const trace = c.trace ? { trace: c.trace } : {}
  if (p.etat === 'signee') {
    const ici = quand(demi, p.signeeLe)
    if (c.regularisee)
      return {
        etat: 'regularisee',
        ...ici,
        motif: f.motifs.findLast((m) => atteste(m, p.signeeLe))?.motif ?? 'motif effacé',
        par: f.vise,
        ...perdues,
      }
    if (f.recueLe) return { etat: 'hors-ligne', ...ici, ...recue(demi, f.recueLe), ...trace, ...perdues }
    return { etat: 'signee', ...ici, ...trace, ...perdues }
  }
  if (p.etat === 'absente') return { etat: 'absente', justifiee: c.justifiee }
  return { etat: f.maintenant > fenetreDe(demi.seance).fermeLe ? 'non-statuee' : 'a-signer' }
}

/** Le motif de cette attestation même : une minute ôtée ensuite ne change pas l’heure que la case garde. */
const atteste = (m: MotifDeCase, le: Date): boolean =>
  m.le.getTime() === le.getTime() && (m.genre === 'regularisation' || m.genre === 'correction')

/** La case, et les motifs écrits de ce qui l’a changée : une correction sans sa raison ne s’explique pas. */
const presenceV1 = (c: Case, demi: Demi, f: FaitsDeCase): PresenceV1 => {
  const v1 = etatDeCaseV1(c, demi, f)
  const dit = v1.etat === 'regularisee' ? v1.motif : undefined
  const corrections = [...new Set(f.motifs.map((m) => m.motif).filter((m) => m !== dit))]
  return corrections.length > 0 ? { ...v1, corrections } : v1
}

/**
 * Une ligne par personne qui a animé, sur ses demi-journées à elle ; sans objet sur les autres. Qui signe à la place d’un
 * formateur sans compte le dit. Une signature de qui n’est plus affecté garde sa ligne.
 */
const formateursDe = (
  demis: readonly Demi[],
  contresignatures: readonly Contresignature[],
  repere: ReadonlyMap<string, string>,
): FeuilleEmargementV1['formateurs'] => {
  const ligne = (
    nom: string,
    qualite: string,
    siennes: readonly Contresignature[],
    anime: (d: Demi) => boolean,
  ) => ({
    prenom: '',
    nom,
    qualite,
    presences: Object.fromEntries(
      demis.map((d) => {
        const c = siennes.findLast((x) => x.seance === d.seance.id)
        return [
          repere.get(d.seance.id) ?? '',
          c
            ? {
                ...quand(d, c.le),
                ...(c.recueLe
                  ? { etat: 'hors-ligne' as const, ...recue(d, c.recueLe) }
                  : { etat: 'signee' as const }),
                ...(c.apres > 0 ? { apres: c.apres } : {}),
              }
            : { etat: anime(d) ? ('a-signer' as const) : ('sans-objet' as const) },
        ]
      }),
    ),
  })
  const cle = (a: Animateur) => a.compte ?? a.nom
  const gens = new Map(demis.flatMap((d) => d.intervenants.map((a) => [cle(a), a] as const)))
  const restent = new Set(contresignatures)
  const lignes = [...gens.values()].map((a) => {
    const anime = (d: Demi) => d.intervenants.some((x) => cle(x) === cle(a))
    const siennes = contresignatures.filter(
      (c) =>
        (a.compte ? c.par === a.compte : c.suppleance) &&
        demis.some((d) => d.seance.id === c.seance && anime(d)),
    )
    for (const c of siennes) restent.delete(c)
    // L’en-tête dit qui a formé : le suppléant n’est que la main qui signe.
    // Une fiche sans compte au nom de qui signe : c’est la même personne, et non quelqu’un à sa place.
    const mains = [
      ...new Set(
        siennes.filter((c) => c.suppleance && !memeNom(c.nom ?? '', a.nom)).map((c) => c.nom ?? 'nom effacé'),
      ),
    ]
    return mains.length > 0
      ? ligne(a.nom, `signé à sa place par ${enumerer(mains)}`, siennes, anime)
      : ligne(siennes[0]?.nom ?? a.nom, 'signature du formateur', siennes, anime)
  })
  const autres = [...Map.groupBy(restent, (c) => c.par).values()].map((siennes) =>
    ligne(siennes[0]?.nom ?? 'nom effacé', 'signature du formateur', siennes, () => false),
  )
  return [...lignes, ...autres]
}

const horsFeuille = {
  asynchrone: 'à distance',
  situation: 'en situation de travail',
  reflexion: 'en phase réflexive',
} as const

export type DonneesFeuille = Omit<FeuilleEmargementV1, 'numero'>

/** La feuille d’une session, telle que le registre la dit. Les identifiants de la base n’y entrent pas. */
export const composerFeuille = async (
  { storage, clock }: Pick<Services, 'storage' | 'clock'>,
  tx: TenantTx,
  id: SessionId,
): Promise<DonneesFeuille | undefined> => {
  const maintenant = clock.now()
  const session = await lireSession(tx, id)
  const demis = session ? await lireDemisDesPieces(tx, id) : []
  if (!session || demis.length === 0) return undefined
  const papier = await lirePapier(tx, storage, session.activite)
  const toutes = await lireCases(tx, { session: id })
  const contresignatures = await lireContresignatures(tx, id)
  const receptions = await receptionsDe(tx, id)
  const motifs = Map.groupBy(await motifsDe(tx, id), (m) => clePresence(m.inscription, m.seance, new Date(0)))
  const registre = await registreDe(tx, id)
  const conventions = await conventionsDe(tx, id)
  const repere = new Map(demis.map((d, i) => [d.seance.id as string, `s${i + 1}`]))
  const viseDe = (d: Demi) =>
    contresignatures.find((x) => x.seance === d.seance.id)?.nom ?? enumerer(d.intervenants.map((a) => a.nom))
  const parInscription = Map.groupBy(toutes, (c) => c.inscription)
  const minutes = (d: Demi) => d.seance.fin - d.seance.debut
  const provenances = await provenancesDe(tx, id)
  const inscrits = [...parInscription]
    .map(([inscription, cases]) => ({ cases, place: ranger(provenances.get(inscription)) }))
    // Le tri garde l’ordre des noms à l’intérieur d’un groupe.
    .toSorted((a, b) => a.place.rang - b.place.rang || a.place.groupe.localeCompare(b.place.groupe, 'fr'))
  const donneurs = donneursDe([...parInscription.keys()].map((i) => provenances.get(i)))
  const grouper = donneurs.length > 0 || new Set(inscrits.map((x) => x.place.groupe)).size > 1
  const plan = await lirePlan(tx, id)
  const travaillees = await sequencesDites(tx, id)
  const sequences = lireSequences(session.programme).map((x) => x.sequence)
  const local = heureLocale(maintenant, papier.zone)
  const dites = ditesUneAUne({ modalite: session.modalite, seances: demis })
  const stagiaires = inscrits.map(({ cases, place }, i) => {
    const premiere = cases[0]
    return {
      numero: i + 1,
      prenom: premiere?.personne.prenom ?? '',
      nom: premiere?.personne.nom ?? '',
      ...(premiere?.personne.entreprise ? { entreprise: premiere.personne.entreprise } : {}),
      ...(grouper ? { groupe: place.groupe } : {}),
      ...(grouper && place.reference ? { reference: place.reference } : {}),
      minutes: heuresDe(demis, cases).suiviMin,
      presences: Object.fromEntries(
        demis.map((d) => {
          const c = cases.find((x) => x.seance === d.seance.id)
          return [
            repere.get(d.seance.id) ?? '',
            c
              ? presenceV1(c, d, {
                  vise: viseDe(d),
                  recueLe:
                    c.presence.etat === 'signee'
                      ? receptions.get(clePresence(c.inscription, c.seance, c.presence.signeeLe))
                      : undefined,
                  motifs: motifs.get(clePresence(c.inscription, c.seance, new Date(0))) ?? [],
                  maintenant,
                })
              : { etat: 'sans-objet' as const },
          ]
        }),
      ),
    }
  })
  return {
    organisme: papier.organisme,
    session: {
      code: session.numero,
      convention: conventions.join(', ') || 'aucune émise',
      intitule: session.intitule,
      nature: natures[session.nature] ?? session.nature,
      modalite: modalites[session.modalite] ?? 'présentiel',
      lieu: lieuDe(session, demis),
      ...(donneurs.length > 0 ? { donneurs } : {}),
      ...(sequences.length > 0 ? { sequences } : {}),
      ...(plan.length > 0
        ? {
            horsFeuille: plan.map(
              (p) => `${p.intitule}, ${horsFeuille[p.genre]}\u00a0: ${formaterDuree(p.minutes)}`,
            ),
          }
        : {}),
    },
    etablie: { le: jourLocal(maintenant, papier.zone), a: hhmm(local.minute) },
    seances: demis.map((d) => ({
      id: repere.get(d.seance.id) ?? '',
      date: d.seance.date,
      debut: hhmm(d.seance.debut),
      fin: hhmm(d.seance.fin),
      minutes: minutes(d),
      sequence: travaillees.get(d.seance.id) ?? '',
      ...(d.coupeMin ? { prevueJusqua: hhmm(d.seance.fin + d.coupeMin) } : {}),
      ...(dites ? { modalite: d.modalite ? motModaliteSeance[d.modalite] : 'non dite' } : {}),
    })),
    stagiaires,
    formateurs: formateursDe(demis, contresignatures, repere),
    totaux: {
      minutesPrevues: demis.reduce((n, d) => n + minutes(d), 0) * stagiaires.length,
      minutesRealisees: stagiaires.reduce((n, s) => n + s.minutes, 0),
    },
    ...(registre ? { registre } : {}),
  }
}
