/** Ce que contiennent les archives de preuves : des pages qui se lisent et s’impriment sans réseau, des tableaux, les pièces. */

import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { slug } from '#kernel/texte.ts'
import type { FichierZip } from '#platform/zip/zip.ts'
import { ecrireCsv, enCsv } from '#web/csv.ts'
import { pageSeule } from '#web/page-seule.tsx'
import { nommerPoint } from '../domain/audit-blanc.ts'
import { majuscule } from '../domain/mots.ts'
import type { PhotoDAuditeur, PreuveMontree } from '../domain/photo.ts'

/** Une archive ne dépasse ni ce nombre de pièces, ni ce poids : au-delà, le sommaire dit ce qui n’y est pas. */
const bornesArchive = { pieces: 400, octets: 150_000_000 } as const

const octets = (texte: string) => new TextEncoder().encode(texte)

const dossierDe = (point: string): string =>
  /^\d+$/.test(point) ? `indicateur-${point.padStart(2, '0')}` : point
const jour = (j: string | null) => (j ? formaterDate(j as DateCivile, 'court') : '')
/** L’ancre d’une preuve : la même d’une copie à l’autre, pour le même contrôle et le même rang. */
const ancre = (p: PreuveMontree, rang: number) => `${p.code}-${rang + 1}`

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

const Liens = ({
  preuve,
  noms,
  libelles,
}: {
  preuve: PreuveMontree
  noms: ReadonlyMap<string, string>
  libelles: ReadonlyMap<string, string>
}) => (
  <>
    {preuve.pieces.map((id) => {
      const nom = noms.get(id)
      return (
        <p>
          {nom ? (
            <a href={`../${nom}`}>{libelles.get(id)}</a>
          ) : (
            `${libelles.get(id) ?? 'pièce'}, hors de l’archive`
          )}
        </p>
      )
    })}
  </>
)

/**
 * Les preuves d’un échantillon, rangées par indicateur : un sommaire qui s’imprime, une page et un tableau par point, les pièces une seule
 * fois. Rien de ce que nous pensons de ces preuves : ni état, ni manque, ni risque. Une preuve comptée y est une fois par indicateur.
 */
export async function* archiveDePhoto(
  photo: PhotoDAuditeur,
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
    // Le nom vient de la pièce, non de son rang : d’une copie à l’autre, le même fichier garde le sien.
    const nom = `pieces/${slug(p.libelle, 50) || 'piece'}-${p.id.slice(-8)}.${extensions[lue.type] ?? 'bin'}`
    noms.set(p.id, nom)
    yield { nom, octets: lue.octets }
  }
  const libelles = new Map(pieces.map((p) => [p.id, p.libelle]))
  const sessions = new Map(photo.sessions.map((s) => [s.id, s.numero]))
  const ou = (f: PreuveMontree) => (f.session ? (sessions.get(f.session) ?? '') : '')
  for (const p of photo.points) {
    const dossier = dossierDe(p.point)
    yield {
      nom: `${dossier}/index.html`,
      octets: octets(
        pageSeule(
          `${majuscule(nommerPoint(p.point))} : ${p.intitule}`,
          <>
            <p>
              <a href="../index.html">Le sommaire</a>
            </p>
            <h1>
              {majuscule(nommerPoint(p.point))} : {p.intitule}
            </h1>
            <p>{p.attendu}</p>
            {p.preuves.length === 0 ? (
              <p>À montrer sur place.</p>
            ) : (
              p.preuves.map((f, i) => (
                <section id={ancre(f, i)}>
                  <h2>{f.nom || photo.organisme}</h2>
                  <p>
                    {[f.de, ou(f), jour(f.le), f.auteur ? `écrit par ${f.auteur}` : '']
                      .filter((x) => x !== '')
                      .join(', ')}
                  </p>
                  {f.contenu.length > 0 ? (
                    <table>
                      <tbody>
                        {f.contenu.map(([nom, valeur]) => (
                          <tr>
                            <th scope="row">{nom}</th>
                            <td>{valeur}</td>
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  ) : null}
                  <Liens preuve={f} noms={noms} libelles={libelles} />
                </section>
              ))
            )}
          </>,
        ),
      ),
    }
    yield {
      nom: `${dossier}/preuves.csv`,
      octets: octets(
        ecrireCsv(
          enCsv(
            ['controle', 'preuve', 'de_qui', 'session', 'le', 'auteur', 'dit', 'pieces', 'ou'],
            p.preuves.map((f, i) => [
              f.code,
              f.de,
              f.nom,
              ou(f),
              f.le,
              f.auteur,
              f.contenu.map(([nom, valeur]) => `${nom} : ${valeur}`).join(' ; '),
              f.pieces.flatMap((id) => noms.get(id) ?? []).join(' '),
              `${dossier}/index.html#${ancre(f, i)}`,
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
            Copie du {prisLe}. Dossiers :{' '}
            {photo.sessions.map((s) => `${s.intitule} (${s.numero})`).join(', ') || 'aucun'}. Seul le
            certificateur conclut.
          </p>
          {laissees > 0 ? (
            <p>
              {laissees > 1 ? `${laissees} pièces ne sont` : 'Une pièce n’est'} pas dans cette archive, bornée
              à {bornesArchive.pieces} pièces et {Math.round(bornesArchive.octets / 1_000_000)} Mo : elles se
              lisent à l’écran.
            </p>
          ) : null}
          {photo.plan.length > 0 ? (
            <>
              <h2>Le plan de la journée</h2>
              <table>
                <tbody>
                  {photo.plan.map((c) => (
                    <tr>
                      <th scope="row">
                        {photo.plan.some((x) => x.jour > 1) ? `jour ${c.jour}, ` : ''}
                        {formaterCreneau(c.debut, c.fin)}
                      </th>
                      <td>{c.quoi}</td>
                      <td>{c.qui.join(', ')}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          ) : null}
          <h2>Sommaire</h2>
          {photo.points.map((p) => (
            <>
              <h3>
                <a href={`${dossierDe(p.point)}/index.html`}>
                  {majuscule(nommerPoint(p.point))} : {p.intitule}
                </a>
              </h3>
              {p.preuves.length === 0 ? (
                <p>À montrer sur place.</p>
              ) : (
                <ol>
                  {p.preuves.map((f, i) => (
                    <li>
                      <a href={`${dossierDe(p.point)}/index.html#${ancre(f, i)}`}>
                        {f.de}
                        {f.nom ? ` : ${f.nom}` : ''}
                      </a>
                      {f.le ? `, ${jour(f.le)}` : ''}
                    </li>
                  ))}
                </ol>
              )}
            </>
          ))}
          {noms.size > 0 ? (
            <>
              <h2>Les pièces</h2>
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
