import { morceaux } from '#kernel/dates.ts'
import { compter, plier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  type ImportDe,
  jalonner,
  type LigneRapportee,
  type LignesVoulues,
  type RapportImport,
  rapporter,
} from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { poserProvenance } from '../db/provenances.ecritures.ts'
import { type SessionConnue, sessionsDesCles, sessionsDesOffres } from '../db/provenances.ts'
import { tenirCompteur } from '../db/sessions.ecritures.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { avertirIndisponibles } from '../lecture/disponibilite.ts'
import { colonnesSession, lireSessions } from '../lecture/lire-sessions.ts'
import {
  type Etape,
  fautesDe,
  grouper,
  heuresDites,
  ouvrirRepertoire,
  poserFautes,
  preparer,
} from '../lecture/reconnaitre-lignes.ts'
import { sessionsUrl, sessionUrl } from '../liens.ts'
import { planifier } from './planifier.ts'

/** Chaque session passe par sa planification entière, sous le verrou des numéros : au-delà, les autres attendraient trop. */
const neuvesMax = 2_000

const dejaLa = (e: Etape, connue: SessionConnue): LigneRapportee[] => {
  const change = heuresDites(connue.seances) !== heuresDites(e.creneaux)
  return e.rangs.map(({ ligne, libelle }) => ({
    ligne,
    libelle,
    sort: 'inchangee',
    phrase: change ? `Ici, les dates de ${connue.numero} ont changé\u00a0: rien n’y est touché.` : '',
    fiche: connue.id,
  }))
}

const faire = async (tx: TenantTx, v: LignesVoulues, le: Date): Promise<LigneRapportee[]> => {
  const lues = lireSessions(v.lignes, v.colonnes)
  const rendues: LigneRapportee[] = []
  // Une ligne illisible retient toute sa session : on n'en fait pas entrer la moitié.
  const rang = v.colonnes.reference
  const referenceDe = new Map(
    v.lignes.map((l) => [l.ligne, plier(rang === undefined ? '' : (l.cellules[rang] ?? ''))]),
  )
  const abimees = new Map<string, number>()
  for (const l of lues) {
    if ('saisie' in l) continue
    rendues.push({ ligne: l.ligne, libelle: l.libelle, sort: 'fautive', phrase: l.fautes })
    const reference = referenceDe.get(l.ligne)
    if (reference) abimees.set(reference, l.ligne)
  }
  const repertoire = await ouvrirRepertoire(tx)
  // Avant de lire les sessions : deux imports, ou un import et une planification, s'attendent.
  await tenirCompteur(tx, morceaux(jourLocal(le, repertoire.zone)).annee)
  const etapes: Etape[] = []
  for (const groupe of grouper(lues.filter((l) => 'saisie' in l))) {
    const enCause = abimees.get(plier(groupe[0]?.saisie.reference ?? ''))
    const lu =
      enCause === undefined
        ? preparer(repertoire, groupe)
        : { ok: false as const, error: new Map([[enCause, '']]) }
    if (lu.ok) etapes.push(lu.value)
    else rendues.push(...poserFautes(groupe, lu.error))
  }
  const jours = etapes.flatMap((e) => e.creneaux.map((c) => c.jour)).toSorted()
  const [premier, dernier] = [jours[0], jours.at(-1)]
  const parCle = await sessionsDesCles(
    tx,
    etapes.map((e) => e.cle),
  )
  const desOffres =
    premier && dernier
      ? await sessionsDesOffres(tx, [...new Set(etapes.map((e) => e.offre.id))], premier, dernier)
      : []
  const contenu = (offre: string, formateur: string, heures: string) =>
    `${offre} ${plier(formateur)} ${heures}`
  const parContenu = new Map(desOffres.map((s) => [contenu(s.offre, s.formateur, heuresDites(s.seances)), s]))
  const nees = new Map<string, number>()
  const neesDeCle = new Map<string, number>()
  const vus = new Set<string>()
  for (const e of etapes) {
    const dit = e.plan.formateurId
      ? (repertoire.affectables.find((a) => a.id === e.plan.formateurId)?.nom ?? '')
      : e.plan.formateur
    const connue = parCle.get(e.cle) ?? parContenu.get(contenu(e.offre.id, dit, heuresDites(e.creneaux)))
    const double = neesDeCle.get(e.cle)
    if (connue || double !== undefined) {
      rendues.push(
        ...(connue
          ? dejaLa(e, connue)
          : e.rangs.map(
              ({ ligne, libelle }): LigneRapportee => ({
                ligne,
                libelle,
                sort: 'inchangee',
                phrase: `La même session est à la ligne ${double}.`,
              }),
            )),
      )
      continue
    }
    // Relu, le même fichier fait entrer la suite : ce qui est déjà là n’y est pas refait.
    if (nees.size >= neuvesMax) {
      const premier = e.rangs[0]?.ligne ?? 0
      rendues.push(
        ...poserFautes(
          e.rangs,
          new Map([
            [
              premier,
              `${compter(neuvesMax, 'session')} au plus entrent à la fois\u00a0: donnez de nouveau ce fichier pour la suite.`,
            ],
          ]),
        ),
      )
      continue
    }
    const id = newId<'Session'>(le)
    const fait = await planifier(tx, { ...e.plan, id, deQui: null }, le)
    if (!fait.ok) {
      const dire = (phrase: string) => {
        // Le numéro entier : S-2026-100 n'est pas S-2026-1000.
        const ligne = (phrase.match(/S-\d{4}-\d+/g) ?? [])
          .map((n) => nees.get(n))
          .find((l) => l !== undefined)
        return ligne === undefined ? phrase : `${phrase} C’est la ligne ${ligne} de ce fichier.`
      }
      rendues.push(...poserFautes(e.rangs, fautesDe(fait.error, e.creneaux, e.rangs, dire)))
      continue
    }
    const premiere = e.rangs[0]?.ligne ?? 0
    const attention = e.plan.formateurId && (await avertirIndisponibles(tx, id, le))
    const nouveau = e.plan.formateurId === undefined && !vus.has(e.plan.formateur)
    vus.add(e.plan.formateur)
    nees.set(fait.value.numero, premiere)
    neesDeCle.set(e.cle, premiere)
    await poserProvenance(tx, { activite: e.offre.activite, cle: e.cle, session: id }, le)
    rendues.push(
      ...e.rangs.map(
        ({ ligne, libelle }): LigneRapportee => ({
          ligne,
          libelle,
          sort: 'creee',
          phrase:
            ligne !== premiere
              ? ''
              : nouveau
                ? `${e.plan.formateur} n’intervenait pas encore ici\u00a0: sa fiche est créée.`
                : (attention ?? ''),
          fiche: id,
        }),
      ),
    )
  }
  return rendues.toSorted((a, b) => a.ligne - b.ligne)
}

/**
 * Planifie les sessions d'un tableau, par la planification même : mêmes règles, mêmes refus, posés sur leur ligne. Une session déjà là
 * n'est ni refaite, ni touchée ; le même fichier, relu, ne change rien. À l'essai, tout est défait.
 */
const importerSessions = async (tx: TenantTx, v: LignesVoulues, le: Date): Promise<RapportImport> => {
  const jalon = await jalonner(tx, 'import_sessions', v.activite)
  const rapport = rapporter(await faire(tx, v, le))
  if (v.essai) {
    await jalon.defaire()
    return {
      ...rapport,
      lignes: rapport.lignes.map(({ fiche, ...l }) => (l.sort === 'creee' || !fiche ? l : { ...l, fiche })),
    }
  }
  await jalon.garder()
  const { creee } = rapport.comptes
  if (creee > 0)
    await consigner(tx, {
      activite: v.activite,
      faitLe: le,
      module: 'sessions',
      geste: 'importer-sessions',
      objet: { genre: 'import', id: newId(le) },
      phrase: `« ${v.nomFichier.slice(0, 100)} » est importé\u00a0: ${compter(creee, 'ligne planifiée', { pluriel: 'lignes planifiées' })}.`,
      details: { ...rapport.comptes },
    })
  return rapport
}

export const importSessions: ImportDe = {
  genre: 'sessions',
  colonnes: colonnesSession,
  droit: 'sessions.planifier',
  liste: { libelle: 'Sessions', href: sessionsUrl() },
  lede: 'Une ligne par session, ou plusieurs lignes sous une même référence. Rien ne se réserve deux fois\u00a0: une ligne qui prendrait une salle ou une personne déjà prise le dit. Relire le même fichier ne change rien.',
  sujet: 'Session',
  unite: { une: 'ligne', plusieurs: 'lignes' },
  lignesMax: 10_000,
  seDefait: false,
  ficheUrl: (session) => sessionUrl({ session: session as SessionId }),
  importer: importerSessions,
}
