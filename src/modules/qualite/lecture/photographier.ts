import { createHmac } from 'node:crypto'
import type { DateCivile } from '#kernel/dates.ts'
import { estDe, nomDuGenre } from '#modules/documents/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  lireLiensDuTirage,
  lirePiecesMontrees,
  type PieceMontree,
  sessionsEntieres,
} from '../db/audit-blanc.ts'
import { lireJugements } from '../db/cadre.ts'
import { type FaitLu, listerFaits } from '../db/mesures.queries.ts'
import { nommerFaits } from '../db/noms.queries.ts'
import type { Regarde } from '../db/population.ts'
import { type CadreAudit, type Point, programmer } from '../domain/audit-blanc.ts'
import type { Mesure } from '../domain/controle.ts'
import { controleDe } from '../domain/controles/index.ts'
import { criteres, grilleAu } from '../domain/grille.ts'
import { composerScore, controlesDe } from '../domain/moteur.ts'
import { minuscule } from '../domain/mots.ts'
import {
  cleDuFait,
  estDeLEchantillon,
  type FaitMontre,
  formeDeCopie,
  type Photo,
  type PointMontre,
  piecesSansTrace,
  seLitDansLEchantillon,
  seNommeDansLEchantillon,
} from '../domain/photo.ts'
import { planDeJournee } from '../domain/plan-audit.ts'
import { direStrates, type Rang, type SessionTiree } from '../domain/tirage.ts'
import { codesDuCadre, lireEquipe } from './lire-score.ts'
import { ouvrirPreuves } from './ouvrir.ts'
import { presencesMontrees } from './presences-montrees.ts'

/** On ne montre d’un fait tenu que ce qui le porte, et rien d’un fait qui manque ; un fichier joint à un registre porte toujours le sien. */
const porte = (f: { readonly code: string; readonly tenu: boolean }, p: PieceMontree): boolean =>
  f.tenu && (p.genre === 'jointe' || estDe(p.genre, 'porteLeFait', f.code))

/** L’ordre d’une graine : HMAC-SHA-256 de la clé, en hexadécimal. Qui a la graine le refait avec n’importe quel outil. */
export const rangDe =
  (graine: Uint8Array): Rang =>
  (cle) =>
    createHmac('sha256', graine).update(cle, 'utf8').digest('hex')

/** Ce que disent ces seuls faits : les mesures qu’un moteur ferait d’une coopérative qui n’aurait qu’eux. */
export const mesurerFaits = (faits: readonly FaitLu[]): Mesure[] => {
  const parCode = new Map<string, FaitLu[]>()
  for (const f of faits) parCode.set(f.code, [...(parCode.get(f.code) ?? []), f])
  return [...parCode].map(([code, lus]) => {
    const tenus = lus.filter((f) => f.tenu)
    const jours = tenus.flatMap((f) => f.le ?? []).sort()
    return {
      code,
      total: lus.length,
      tenus: tenus.length,
      declares: lus.filter((f) => f.declare).length,
      du: jours[0] ?? null,
      au: jours.at(-1) ?? null,
      apresCoup: tenus.filter((f) => f.tard).length,
      pire:
        lus.filter((f) => !f.tenu).toSorted((a, b) => (a.jour ?? '').localeCompare(b.jour ?? ''))[0] ?? null,
    }
  })
}

const questionDe = (p: Point, version: 'V9' | '2026-728'): string => {
  if (!p.indicateur)
    return p.point === 'marque'
      ? 'Montrez-moi où paraît le logo : le site, le catalogue, un programme, une convention, un devis.'
      : 'Montrez-moi le certificat affiché ici, et sur votre site.'
  const de = controlesDe(p.indicateur.numero, version)
    .filter((c) => c.force === 'preuve')
    .map((c) => minuscule(c.de))
  return de.length > 0 ? `Montrez-moi : ${de.join(' ; ')}.` : `Comment faites-vous : ${minuscule(p.attendu)}`
}

export type PhotoPrise = { readonly photo: Photo; readonly pieces: readonly PieceMontree[] }

/** Copie l’échantillon tel qu’il est à l’instant ; `trous` : ce qui manquait au gel. */
export const photographier = async (
  tx: TenantTx,
  cadre: CadreAudit,
  {
    jour,
    tirees,
    trous,
  }: { readonly jour: string; readonly tirees: readonly SessionTiree[]; readonly trous: ReadonlySet<string> },
): Promise<PhotoPrise> => {
  const regarde: Regarde = { jour, cadre }
  const grille = grilleAu(cadre.auditLe as DateCivile, cadre.categories, cadre.situation)
  if (!grille) throw new Error('Un audit sans grille ne se photographie pas.')
  const liens = await lireLiensDuTirage(tx, tirees)
  const sessions = new Set(tirees.map((s) => s.id))
  const echantillon = { sessions, objets: liens.objets, enseignes: liens.enseignes }
  const tous = await listerFaits(tx, regarde, codesDuCadre(cadre), { sessions: [...sessions], max: 60_000 })
  const faits = tous.filter((f) => {
    const c = controleDe(f.code)
    return c !== undefined && estDeLEchantillon(f, c.objet, echantillon)
  })
  const noms = await nommerFaits(tx, faits)
  const equipe = await lireEquipe(tx)
  const preuves = new Map(
    (
      await ouvrirPreuves(
        tx,
        faits.filter((f) => f.tenu),
      )
    ).map((x) => [cleDuFait(x.fait), x]),
  )
  const muettes = new Set(
    [...preuves]
      .filter(([, p]) => {
        const c = controleDe(p.fait.code)
        return c !== undefined && !seLitDansLEchantillon(c.objet, p.ecriteDans, echantillon)
      })
      .map(([cle]) => cle),
  )
  const lignes = faits.flatMap((f) => (f.tenu && !muettes.has(cleDuFait(f)) ? (f.ligne ?? []) : []))
  // Ce qui nomme toute la salle ne se montre que si toute la salle est de l’échantillon ; `presencesMontrees` dit les présences.
  const entieres = await sessionsEntieres(tx, tirees)
  const pieces = (await lirePiecesMontrees(tx, [...new Set([...liens.objets, ...lignes])]))
    .filter((p) => p.salle === null || entieres.has(p.salle))
    .map((p) => (p.genre === 'jointe' ? p : { ...p, libelle: `${nomDuGenre(p.genre)}, ${p.libelle}` }))
  const presences = await presencesMontrees(tx, tirees)
  const parObjet = new Map<string, PieceMontree[]>()
  for (const p of pieces) parObjet.set(p.objet, [...(parObjet.get(p.objet) ?? []), p])
  const score = composerScore(cadre, mesurerFaits(faits), await lireJugements(tx), jour)
  const montrer = (f: FaitLu): FaitMontre => {
    const c = controleDe(f.code)
    const nomme = c === undefined || seNommeDansLEchantillon(f, c.objet, echantillon)
    const nom = nomme
      ? noms.get(f.objet)
      : { libelle: 'une réclamation, une difficulté ou un aléa d’une autre enseigne', detail: '' }
    const preuve = muettes.has(cleDuFait(f)) ? undefined : preuves.get(cleDuFait(f))
    return {
      code: f.code,
      de: c?.de ?? f.code,
      indice: c?.force === 'indice',
      session: f.session,
      nom: nom ? `${nom.libelle}${nom.detail ? `, ${nom.detail}` : ''}` : '',
      tenu: f.tenu,
      le: f.le,
      quoi: f.tenu ? '' : f.quoi,
      tard: f.tenu && f.tard,
      apresGel: f.tenu && trous.has(cleDuFait(f)),
      // L’émargement d’une session nomme qui l’on a choisi, et personne d’autre.
      contenu: [
        ...(preuve?.contenu ?? []),
        ...(f.tenu && f.code === '10c' ? (presences.get(f.objet) ?? []) : []),
      ],
      auteur: (nomme && equipe.nomDe(preuve?.par ?? null)) || '',
      pieces:
        c?.objet === 'affaire' || piecesSansTrace(f.code, preuve?.contenu ?? [])
          ? []
          : [...(parObjet.get(f.objet) ?? []), ...(f.ligne ? (parObjet.get(f.ligne) ?? []) : [])]
              .filter((p) => porte(f, p))
              .map((p) => p.id)
              .filter((id, i, tous) => tous.indexOf(id) === i),
    }
  }
  const points = programmer(grille, cadre).map((p): PointMontre => {
    const { indicateur, ...reste } = p
    const juge = indicateur && score?.indicateurs.find((j) => j.indicateur.numero === indicateur.numero)
    return {
      ...reste,
      critere: indicateur?.critere ?? null,
      question: questionDe(p, grille.version),
      etat: juge?.etat ?? null,
      phrase: juge?.phrase ?? '',
      muets: juge?.constats.filter((x) => x.etat === 'non-verifiable').map((x) => x.controle.de) ?? [],
      faits: indicateur
        ? faits.filter((f) => controleDe(f.code)?.indicateur === indicateur.numero).map(montrer)
        : [],
    }
  })
  const strates = new Map(tirees.map((s) => [s.id, direStrates(s.strates)]))
  const { nom: organisme } = await lireOrganisme(tx)
  return {
    photo: {
      forme: formeDeCopie,
      organisme,
      version: grille.version,
      sessions: liens.sessions.map((s) => ({ ...s, strates: strates.get(s.id) ?? [] })),
      points,
      pieces: pieces.map(({ id, libelle, le }) => ({ id, libelle, le })),
      plan: planDeJournee(
        points.map((p) => ({
          point: p.point,
          critere: p.critere,
          qui:
            p.critere === null
              ? [equipe.nommer(null, 'responsable')]
              : controlesDe(Number(p.point), grille.version).map((c) => equipe.nommer(null, c.agit)),
        })),
        { minutes: cadre.minutes, direction: equipe.nommer(null, 'responsable') },
        (critere) => `Critère ${critere} : ${minuscule(criteres[critere - 1] ?? '')}`,
      ),
    },
    pieces,
  }
}
