/** L’archive d’une personne : donnees.json, une page lisible, ses pièces. Composée sous les droits de qui la demande, et consignée. */
import { formaterDate } from '#kernel/dates.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { memeNom } from '#kernel/meme-nom.ts'
import { compter } from '#kernel/texte.ts'
import { formaterInstant, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  consignerLecture,
  type Lecture,
  lireOctets,
  nomDuGenre,
  type PieceId,
} from '#modules/documents/index.ts'
import {
  type DossierRendu,
  direPiece,
  dossiersRemisPar,
  genresDePiece,
  vivierDeLaPersonne,
} from '#modules/mutualisation/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { ecrireZip, type FichierZip } from '#platform/zip/zip.ts'
import { tracerLecture } from '../db/demandes.ecritures.ts'
import { lireRegles } from '../db/demandes.ts'
import {
  dossiersPersonnels,
  lignesDe,
  placesDemandees,
  recitsDe,
  suitesChiffreesDe,
} from '../db/export.queries.ts'
import { chosesDe, lireFiches } from '../db/personne.queries.ts'
import { type DossierRemisLu, pageLisible } from '../domain/archive.ts'
import { juger } from '../domain/sort.ts'
import { ecritDeVisiteur } from '../domain/textes-chiffres.ts'

/** Les dossiers remis, lisibles ; le fichier de chaque pièce est à part dans l’archive. */
const rendreLesDossiers = (
  dossiers: readonly DossierRendu[],
): { readonly dossiers: readonly DossierRemisLu[]; readonly fichiers: readonly FichierZip[] } => {
  const fichiers: FichierZip[] = []
  const dire = (quand: Date | null) => quand && formaterDate(jourLocal(quand, ZONE_PAR_DEFAUT))
  return {
    dossiers: dossiers.map((d, i) => ({
      pour: `${d.objet}, pour ${d.receveur}`,
      remisLe: dire(d.remiseLe) ?? '',
      jusquAu: formaterDate(d.jusquAu),
      suite: d.effaceeLe
        ? 'terme passé, pièces effacées'
        : d.retireeLe && !d.employeeLe
          ? `accord repris le ${dire(d.retireeLe)}, pièces effacées`
          : d.employeeLe
            ? `rangé par ${d.receveur} le ${dire(d.employeeLe)}${d.retireeLe ? `, accord repris le ${dire(d.retireeLe)}` : ''}`
            : '',
      ouvertures: d.lectures.map((l) => formaterInstant(l)),
      pieces: d.pieces.map((p, n) => {
        const fin = /\.[A-Za-z0-9]{1,5}$/.exec(p.nom)?.[0] ?? ''
        const fichier = p.fichier === null ? null : `dossiers-remis/${i + 1}-${n + 1}-${p.genre}${fin}`
        if (fichier && p.fichier !== null)
          fichiers.push({ nom: fichier, octets: Buffer.from(p.fichier, 'base64') })
        return {
          genre: genresDePiece[p.genre],
          titre: p.titre,
          le: formaterDate(p.le),
          dit: direPiece(p).map(([quoi, dit]) => `${quoi}\u00a0: ${dit}`),
          fichier,
        }
      }),
    })),
    fichiers,
  }
}

export type Archive = { readonly nom: string; readonly octets: Buffer }

/**
 * Rien si la personne n’est pas d’ici. `handicap` : qui exporte peut lire les besoins d’adaptation ; sinon l’archive dit à qui les demander.
 * `lit` : les pièces que lit qui exporte ; l’archive nomme les autres, sans rien de ce qu’elles disent.
 */
export const composerArchive = async (
  { storage, keys }: Pick<Services, 'storage' | 'keys'>,
  tx: TenantTx,
  g: {
    readonly personne: PersonneId
    readonly genre: 'export' | 'remise'
    readonly handicap: boolean
    readonly lit: Lecture['lit']
  },
  le: Date,
): Promise<Archive | undefined> => {
  const fiches = await lireFiches(tx, g.personne)
  const [fiche] = fiches
  if (!fiche || fiche.effaceeLe) return undefined
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const { choses, inscriptions, pieces } = await chosesDe(tx, fiches)
  const ids = fiches.map((f) => f.id)
  const toutes = pieces.filter((p) => p.sienne)
  const siennes = toutes.filter(g.lit)
  const tables = await lignesDe(tx, {
    personnes: ids,
    inscriptions: inscriptions.map((i) => i.id),
    dossiers: await dossiersPersonnels(tx, ids),
    pieces: siennes.map((p) => p.id),
  })
  const tus: string[] = toutes
    .filter((p) => !g.lit(p))
    .map(
      (p) =>
        `${nomDuGenre(p.genre)}, ${p.numero}\u00a0: demandez cette pièce à la direction, qui vous la remettra.`,
    )
  const recits: { objet: string; recuLe: string; texte: string }[] = []
  for (const r of await recitsDe(
    tx,
    inscriptions.map((i) => i.id),
  )) {
    if (r.genre === 'adaptation' && !g.handicap) {
      tus.push(
        'Ce que vous avez confié à la personne référente handicap : elle seule peut le lire, et vous le remettre.',
      )
      continue
    }
    const clair = keys.decrypt('qualite.recit', r.id, r.recit)
    if (clair) recits.push({ objet: r.objet, recuLe: r.recuLe, texte: Buffer.from(clair).toString('utf8') })
    for (const s of await suitesChiffreesDe(tx, r.id)) {
      const suite = keys.decrypt('qualite.suite', s.id, s.chiffre)
      if (suite) recits.push({ objet: r.objet, recuLe: s.le, texte: Buffer.from(suite).toString('utf8') })
    }
  }
  // Une place demandée sans compte n’est rattachée à aucune fiche : l’adresse et le nom que la personne y a donnés
  // disent que c’est elle. Une adresse se partage : sous un autre nom, l’archive ne remet rien d’autrui.
  const siens = new Set(fiches.flatMap((f) => (f.courriel ? [f.courriel.toLowerCase()] : [])))
  for (const d of await placesDemandees(tx)) {
    const clair = keys.decrypt('portail.demande', d.id, d.octets)
    const ecrit = clair && ecritDeVisiteur(Buffer.from(clair).toString('utf8'))
    if (!ecrit || !siens.has(ecrit.courriel.toLowerCase())) continue
    if (!fiches.some((f) => memeNom(ecrit.nom, `${f.prenom} ${f.nom}`)))
      tus.push(
        'Une place demandée par le site public à votre adresse, sous un autre nom\u00a0: si elle est de vous, demandez-la.',
      )
    else
      recits.push({
        objet: 'Une place demandée par le site public',
        recuLe: d.recuLe,
        texte: `${ecrit.nom}, ${ecrit.courriel}\n${ecrit.texte}`,
      })
  }
  const fichiers: FichierZip[] = []
  const liste: { fichier: string; nom: string }[] = []
  for (const p of siennes) {
    const id = asId<'Piece'>(p.id) as PieceId | undefined
    const lu = id && (await lireOctets({ storage }, tx, id, g))
    if (!lu) continue
    await consignerLecture(tx, { ...p, id, activite: fiche.activite }, 'archive', le)
    const fichier = `pieces/${p.numero.replace(/[^A-Za-z0-9-]+/g, '-')}.pdf`
    fichiers.push({ nom: fichier, octets: lu.octets })
    liste.push({ fichier, nom: `${nomDuGenre(p.genre)}, ${p.numero}` })
  }
  // Sa coopérative ne lit ni les dossiers qu’une personne remet, ni ce qu’on écrit d’elle au vivier : seule l’archive qui lui est remise les porte.
  const aElle = g.genre === 'remise'
  const dossiers = await dossiersRemisPar({ keys }, tx, ids)
  const remis = rendreLesDossiers(aElle ? dossiers : [])
  if (aElle) tables.push(...(await vivierDeLaPersonne(tx, ids)))
  else if (tables.some((t) => t.table === 'tiers.intervenant'))
    tus.push(
      `${dossiers.length > 0 ? `${compter(dossiers.length, 'dossier')} remis pour une mission, et ce` : 'Ce'} que le vivier des pôles garde de vous, si vous y êtes : l’archive que vous demandez vous le remet, à vous seule ou seul.`,
    )
  fichiers.push(...remis.fichiers)
  const organisme = await lireOrganisme(tx)
  const donnees = {
    format: 'coforme-personne/1',
    organisme: organisme.nom,
    le: le.toISOString(),
    personne: { prenom: fiche.prenom, nom: fiche.nom },
    tables: Object.fromEntries(tables.map((t) => [t.table, t.lignes])),
    recits,
    dossiersRemis: remis.dossiers,
    pieces: liste,
    nonRemis: tus,
  }
  const page = pageLisible({
    organisme: organisme.nom,
    nom: `${fiche.prenom} ${fiche.nom}`,
    le: formaterDate(jour, 'long'),
    tables,
    pieces: liste,
    collectives: pieces.filter((p) => !p.sienne).map((p) => `${nomDuGenre(p.genre)} ${p.numero}`),
    recits,
    dossiersRemis: remis.dossiers,
    tus: [...new Set(tus)],
    sort: juger(choses, await lireRegles(tx), { jour, demande: false }),
  })
  await tracerLecture(tx, { id: newId(le), activite: fiche.activite, personne: fiche.id, genre: g.genre }, le)
  await consigner(tx, {
    activite: fiche.activite,
    faitLe: le,
    module: 'donnees',
    geste: 'exporter-personne',
    objet: { genre: 'tiers', id: fiche.id },
    phrase: `Les données de {tiers:${fiche.id}} sont réunies dans une archive.`,
  })
  async function* tous(): AsyncGenerator<FichierZip> {
    yield { nom: 'lisez-moi.html', octets: Buffer.from(page, 'utf8') }
    yield { nom: 'donnees.json', octets: Buffer.from(JSON.stringify(donnees, null, 2), 'utf8') }
    yield* fichiers
  }
  const morceaux: Uint8Array[] = []
  for await (const m of ecrireZip(tous(), le)) morceaux.push(m)
  return { nom: `donnees-${fiche.id.slice(0, 8)}.zip`, octets: Buffer.concat(morceaux) }
}
