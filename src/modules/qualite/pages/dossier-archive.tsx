/** Ce que contiennent les archives de preuves : des pages qui se lisent sans réseau, des tableaux, les pièces. */

import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { slug } from '#kernel/texte.ts'
import type { FichierZip } from '#platform/zip/zip.ts'
import { ecrireCsv, enCsv } from '#web/csv.ts'
import { pageSeule } from '#web/page-seule.tsx'
import { nommerPoint } from '../domain/audit-blanc.ts'
import { majuscule } from '../domain/mots.ts'
import type { FaitMontre, Photo, PointMontre } from '../domain/photo.ts'

/** Une archive ne dépasse ni ce nombre de pièces, ni ce poids : au-delà, l’index dit ce qui n’y est pas. */
const bornesArchive = { pieces: 400, octets: 150_000_000 } as const

const octets = (texte: string) => new TextEncoder().encode(texte)

const dossierDe = (p: Pick<PointMontre, 'point'>): string =>
  /^\d+$/.test(p.point) ? `indicateur-${p.point.padStart(2, '0')}` : p.point

const etat = (f: FaitMontre) => (f.tenu ? 'prouvé' : 'manquant')
const jour = (j: string) => formaterDate(j as DateCivile, 'court')

type PieceLue = {
  readonly id: string
  readonly libelle: string
  /** Les octets, lus au moment de les écrire ; rien : le fichier n’est plus là. */
  lire(): Promise<{ readonly octets: Uint8Array; readonly type: string } | undefined>
}

const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

/** Les preuves d’un échantillon, rangées par indicateur : un index, une page et un tableau par point, les pièces une seule fois. */
export async function* archiveDePhoto(
  photo: Photo,
  pieces: readonly PieceLue[],
  { titre, prisLe }: { readonly titre: string; readonly prisLe: string },
): AsyncGenerator<FichierZip, void> {
  const noms = new Map<string, string>()
  let poids = 0
  let laissees = 0
  for (const [i, p] of pieces.entries()) {
    const lue = i < bornesArchive.pieces && poids < bornesArchive.octets ? await p.lire() : undefined
    if (!lue || poids + lue.octets.length > bornesArchive.octets) {
      laissees += 1
      continue
    }
    poids += lue.octets.length
    const nom = `pieces/${String(i + 1).padStart(3, '0')}-${slug(p.libelle, 50) || 'piece'}.${extensions[lue.type] ?? 'bin'}`
    noms.set(p.id, nom)
    yield { nom, octets: lue.octets }
  }
  const libelles = new Map(pieces.map((p) => [p.id, p.libelle]))
  for (const p of photo.points) {
    const ou = dossierDe(p)
    yield {
      nom: `${ou}/index.html`,
      octets: octets(
        pageSeule(
          `${majuscule(nommerPoint(p.point))} : ${p.intitule}`,
          <>
            <p>
              <a href="../index.html">Toutes les preuves</a>
            </p>
            <h1>
              {majuscule(nommerPoint(p.point))} : {p.intitule}
            </h1>
            <p>{p.attendu}</p>
            {p.faits.length === 0 ? (
              <p>Aucun fait que le logiciel sache lire : à voir sur place.</p>
            ) : (
              <table>
                <thead>
                  <tr>
                    <th scope="col">De qui, de quoi</th>
                    <th scope="col">Fait attendu</th>
                    <th scope="col">État</th>
                    <th scope="col">Preuve, ou manque</th>
                  </tr>
                </thead>
                <tbody>
                  {p.faits.map((f) => (
                    <tr>
                      <th scope="row">{f.nom || 'la coopérative'}</th>
                      <td>{f.de}</td>
                      <td>{etat(f)}</td>
                      <td>
                        {f.tenu ? (f.le ? jour(f.le) : '') : f.quoi}
                        {f.apresGel ? <small>ajouté après le gel</small> : null}
                        {f.pieces.map((id) => {
                          const nom = noms.get(id)
                          return (
                            <small>
                              {nom ? (
                                <a href={`../${nom}`}>{libelles.get(id)}</a>
                              ) : (
                                `${libelles.get(id) ?? 'pièce'}, hors de l’archive`
                              )}
                            </small>
                          )
                        })}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>,
        ),
      ),
    }
    yield {
      nom: `${ou}/faits.csv`,
      octets: octets(
        ecrireCsv(
          enCsv(
            [
              'controle',
              'fait',
              'de_qui',
              'etat',
              'le',
              'manque',
              'ecrit_apres_coup',
              'apres_le_gel',
              'pieces',
            ],
            p.faits.map((f) => [
              f.code,
              f.de,
              f.nom,
              etat(f),
              f.le,
              f.quoi,
              f.tard ? 'oui' : '',
              f.apresGel ? 'oui' : '',
              f.pieces.flatMap((id) => noms.get(id) ?? []).join(' '),
            ]),
          ),
        ),
      ),
    }
  }
  yield {
    nom: 'index.html',
    octets: octets(
      pageSeule(
        titre,
        <>
          <h1>{titre}</h1>
          <p>
            Copie du {prisLe}. Échantillon :{' '}
            {photo.sessions.map((s) => `${s.intitule} (${s.numero})`).join(', ') || 'vide'}. Seul le
            certificateur conclut.
          </p>
          {laissees > 0 ? (
            <p>
              {laissees > 1 ? `${laissees} pièces ne sont` : 'Une pièce n’est'} pas dans cette archive, bornée
              à {bornesArchive.pieces} pièces et {Math.round(bornesArchive.octets / 1_000_000)} Mo : elles se
              lisent à l’écran.
            </p>
          ) : null}
          <table>
            <thead>
              <tr>
                <th scope="col">Point</th>
                <th scope="col">Faits tenus</th>
                <th scope="col">Tableau</th>
              </tr>
            </thead>
            <tbody>
              {photo.points.map((p) => (
                <tr>
                  <th scope="row">
                    <a href={`${dossierDe(p)}/index.html`}>
                      {majuscule(nommerPoint(p.point))} : {p.intitule}
                    </a>
                  </th>
                  <td>
                    {p.faits.filter((f) => f.tenu).length} sur {p.faits.length}
                  </td>
                  <td>
                    <a href={`${dossierDe(p)}/faits.csv`}>CSV</a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {noms.size > 0 ? (
            <>
              <h2>Les pièces des dossiers tirés</h2>
              <ul>
                {[...noms].map(([id, nom]) => (
                  <li>
                    <a href={nom}>{libelles.get(id)}</a>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </>,
      ),
    ),
  }
}
