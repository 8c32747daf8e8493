/** « Tout emporter » : les pièces d'une session que l'on peut lire, ce qui y manque, et l'archive qui les réunit. */
import { formaterDate } from '#kernel/dates.ts'
import { slug } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  estDe,
  type Lecture,
  lectureDe,
  lireOctets,
  nomDuGenre,
  type PieceRangee,
  piecesDesObjets,
} from '#modules/documents/index.ts'
import { facturesDe } from '#modules/facturation/index.ts'
import { dossiersUneFois, inscritsUneFois } from '#modules/inscriptions/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { FichierZip } from '#platform/zip/zip.ts'
import type { ManqueDeSession } from '#web/contributions.ts'
import { ecrireCsv, enCsv } from '#web/csv.ts'
import type { Visiteur } from '#web/env.ts'
import { pageSeule } from '#web/page-seule.tsx'
import { prisesDesDocuments } from './prises.ts'

/** Une archive ne dépasse pas ce poids : l'index dit ce qui n'y est pas. */
const octetsMax = 300_000_000

export type PieceAEmporter = PieceRangee & { /** De qui, de quel client. */ readonly de: string }

export type AEmporter = {
  /** Ce que lit qui demande : rien d’autre n’entre dans l’archive. */
  readonly lecture: Pick<Lecture, 'lit'>
  readonly pieces: readonly PieceAEmporter[]
  /** Celles que le rôle de qui demande ne lit pas, et celles qui ne voyagent jamais. */
  readonly nonLisibles: number
  readonly sensibles: number
}

/** Ce que cette personne emporterait : chaque pièce sous les droits mêmes de sa page. */
export const aEmporter = async (
  tx: TenantTx,
  session: SessionLue,
  visiteur: Visiteur,
  le: Date,
): Promise<AEmporter> => {
  const [inscrits, dossiers, factures, lecture] = await Promise.all([
    inscritsUneFois(tx, session.id),
    dossiersUneFois(tx, session.id),
    facturesDe(tx, session.id),
    lectureDe(tx, prisesDesDocuments, visiteur, le),
  ])
  const parInscription = new Map(inscrits.map((i) => [i.id as string, i]))
  const parDossier = new Map(dossiers.map((d) => [d.id as string, d]))
  const clientDeFacture = new Map(factures.map((f) => [f.id, f.payeur]))
  const toutes = await piecesDesObjets(tx, [
    session.id,
    ...(session.version ? [session.version] : []),
    ...parInscription.keys(),
    ...parDossier.keys(),
    ...clientDeFacture.keys(),
  ])
  const pieces: PieceAEmporter[] = []
  let nonLisibles = 0
  for (const p of toutes) {
    // Ce qui dit les griefs faits à une personne ne voyage pas avec le reste.
    if (estDe(p.genre, 'sensible')) continue
    const i = parInscription.get(p.objet.id)
    const de = i
      ? `${i.prenom} ${i.nom}`
      : (parDossier.get(p.objet.id)?.client ?? clientDeFacture.get(p.objet.id) ?? '')
    if (lecture.lit(p)) pieces.push({ ...p, de })
    else nonLisibles += 1
  }
  return { lecture, pieces, nonLisibles, sensibles: toutes.filter((p) => estDe(p.genre, 'sensible')).length }
}

/** Prendre l’archive laisse une ligne au journal. */
export const consignerEmport = (tx: TenantTx, session: SessionLue, contenu: AEmporter, le: Date) =>
  consigner(tx, {
    activite: session.activite,
    faitLe: le,
    module: 'sessions',
    geste: 'emporter-session',
    objet: { genre: 'session', id: session.id },
    phrase: `Les pièces de {session:${session.id}} sont réunies dans une archive, et emportées.`,
    // Un téléchargement sensible : combien de pièces, de combien de genres, jamais de qui.
    details: {
      sensible: true,
      pieces: contenu.pieces.length,
      genres: [...new Set(contenu.pieces.map((p) => p.genre))],
    },
  })

/** Où la pièce se range : un dossier par genre, les remplacées à part. */
export const nomDansLArchive = (p: PieceAEmporter): string =>
  `${p.remplaceePar === null ? '' : 'remplacees/'}${slug(nomDuGenre(p.genre), 40)}/${[
    p.numero.replace(/[^A-Za-z0-9-]+/g, '-'),
    slug(p.de, 40),
  ]
    .filter(Boolean)
    .join('_')}.pdf`

const jour = (le: Date, session: SessionLue) => formaterDate(jourLocal(le, session.zone), 'court')

/** La phrase d'un manque, sans ses liens : l'archive se lit loin d'ici. */
const enTexte = (m: ManqueDeSession): string =>
  String(<p>{m.chose}</p>)
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', '’')
    .replaceAll('&amp;', '&')

/** Les pièces, une à la fois en mémoire ; puis l'index, qui dit ce qui est là et ce qui manque. */
export async function* archiveDeSession(
  { storage }: Pick<Services, 'storage'>,
  tx: TenantTx,
  session: SessionLue,
  { lecture, pieces, nonLisibles, sensibles: retenues }: AEmporter,
  manques: readonly ManqueDeSession[],
  le: Date,
): AsyncGenerator<FichierZip, void> {
  const la = new Map<string, string>()
  let poids = 0
  for (const p of pieces) {
    const lue = poids < octetsMax ? await lireOctets({ storage }, tx, p.id, lecture) : undefined
    if (!lue || poids + lue.octets.length > octetsMax) continue
    poids += lue.octets.length
    const nom = nomDansLArchive(p)
    la.set(p.id, nom)
    yield { nom, octets: lue.octets }
  }
  const absentes = pieces.filter((p) => !la.has(p.id))
  yield {
    nom: 'index.csv',
    octets: new TextEncoder().encode(
      ecrireCsv(
        enCsv(
          ['quoi', 'numero', 'de', 'emise_le', 'fichier', 'etat'],
          [
            ...pieces.map((p) => [
              nomDuGenre(p.genre),
              p.numero,
              p.de,
              jourLocal(p.emiseLe, session.zone),
              la.get(p.id) ?? '',
              la.has(p.id) ? (p.remplaceePar === null ? 'jointe' : 'remplacée depuis') : 'hors de l’archive',
            ]),
            ...manques.map((m) => [enTexte(m), '', m.qui, '', '', 'manque']),
          ],
        ),
      ),
    ),
  }
  yield {
    nom: 'index.html',
    octets: new TextEncoder().encode(
      pageSeule(
        `${session.numero}, ${session.intitule}`,
        <>
          <h1>{session.intitule}</h1>
          <p>
            Session {session.numero}, réunie le {jour(le, session)}. Le même index en{' '}
            <a href="index.csv">CSV</a>.
          </p>
          <h2>Ce qui est là</h2>
          {la.size === 0 ? <p>Aucune pièce n’est encore émise.</p> : null}
          <table>
            <thead>
              <tr>
                <th scope="col">Pièce</th>
                <th scope="col">De qui</th>
                <th scope="col">Émise le</th>
              </tr>
            </thead>
            <tbody>
              {pieces
                .filter((p) => la.has(p.id))
                .map((p) => (
                  <tr>
                    <th scope="row">
                      <a href={la.get(p.id)}>
                        {nomDuGenre(p.genre)}, {p.numero}
                      </a>
                      {p.remplaceePar === null ? null : <small>remplacée depuis</small>}
                    </th>
                    <td>{p.de}</td>
                    <td>{jour(p.emiseLe, session)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
          <h2>Ce qui manque</h2>
          {manques.length === 0 ? <p>Rien, de ce que le logiciel sait vérifier.</p> : null}
          <ul>
            {manques.map((m) => (
              <li>
                {enTexte(m)} <small>{[m.qui, m.quand].filter(Boolean).join(', ')}</small>
              </li>
            ))}
          </ul>
          {absentes.length + nonLisibles + retenues > 0 ? (
            <>
              <h2>Ce qui n’est pas dans cette archive</h2>
              <ul>
                {absentes.map((p) => (
                  <li>
                    {nomDuGenre(p.genre)}, {p.numero} : son fichier ne s’est pas lu, ou l’archive est pleine.
                  </li>
                ))}
                {nonLisibles > 0 ? (
                  <li>Des pièces que le rôle de qui a demandé l’archive ne lit pas : {nonLisibles}.</li>
                ) : null}
                {retenues > 0 ? (
                  <li>
                    Des actes d’une procédure disciplinaire, qui se lisent à l’écran seulement : {retenues}.
                  </li>
                ) : null}
              </ul>
            </>
          ) : null}
        </>,
      ),
    ),
  }
}
