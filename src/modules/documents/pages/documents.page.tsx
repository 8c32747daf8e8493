import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { asZone, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerConnexion } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Empty, Etat, FilterField, Filters, Page, Pagination, Table } from '#web/components.tsx'
import { enCsv, repondreCsv, type Tableau } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { cutPage, type Page as PageDeListe, readPage } from '#web/pagination.ts'
import { listerPieces, type PieceRangee } from '../db/pieces.ts'
import { asGenre, genres, nomDuGenre } from '../domain/genres.ts'
import { type EtatPiece, engage, etatDePiece, motEtatPiece } from '../domain/signer-piece.ts'
import { lectureDe } from '../lecture/peut-lire.ts'
import { documentsCsvUrl, documentsUrl, pieceUrl } from '../liens.ts'
import type { PrisesDocuments } from '../prises.ts'

const taille = 30
const csvMax = 20_000

type LigneDePiece = PieceRangee & { readonly etat: EtatPiece }

/** Les visas d’une page en une lecture ; sans CAE, tous sont sans objet. */
const avecEtat = async (
  tx: TenantTx,
  prises: PrisesDocuments,
  pieces: readonly PieceRangee[],
): Promise<LigneDePiece[]> => {
  const visas = await prises.visas.etats(
    tx,
    pieces.filter((p) => engage(p.genre)).map((p) => p.id),
  )
  return pieces.map((p) => ({
    ...p,
    etat: etatDePiece({
      genre: p.genre,
      visa: visas.get(p.id)?.etat ?? 'sans-objet',
      signes: p.signes,
      demande: p.demande,
      remplacee: p.remplaceePar !== null,
      retractee: p.retractee,
    }),
  }))
}

type Filtre = { readonly q: string; readonly genre: string }

const options = [
  { value: '', label: 'Tous les genres' },
  ...Object.entries(genres).map(([value, g]) => ({ value, label: g.nom })),
]

const jour = (le: Date) => formaterDate(jourLocal(le, asZone('Europe/Paris') ?? ZONE_PAR_DEFAUT), 'court')

const Vide = ({ filtre }: { filtre: Filtre }) =>
  filtre.q || filtre.genre ? (
    <Empty
      titre="Rien ne répond à cette recherche"
      gestes={<a href={documentsUrl()}>Voir toutes les pièces</a>}
    >
      On cherche par le début d’un nom ou d’un numéro.
    </Empty>
  ) : (
    <Empty titre="Aucune pièce n’a encore été émise">
      Conventions, convocations, certificats : chaque pièce arrive ici, figée, dès son émission depuis une
      session.
    </Empty>
  )

const Liste = ({ page, filtre }: { page: PageDeListe<LigneDePiece>; filtre: Filtre }) => (
  <Page title="Documents" lede="Les pièces émises : numérotées, figées, vérifiables par leur empreinte.">
    <Filters label="Chercher une pièce">
      <FilterField name="q" label="Nom ou numéro" value={filtre.q} />
      <FilterField name="genre" label="Genre" value={filtre.genre} options={options} />
    </Filters>
    {page.lignes.length === 0 ? (
      <Vide filtre={filtre} />
    ) : (
      <>
        <Table
          legende="Pièces émises, de la plus récente à la plus ancienne"
          lignes={page.lignes}
          colonnes={[
            {
              titre: 'Numéro',
              entete: true,
              cell: (p) => <a href={pieceUrl({ piece: p.id })}>{p.numero}</a>,
            },
            {
              titre: 'Pièce',
              cell: (p) => (
                <>
                  {p.libelle}
                  {p.remplaceePar ? (
                    <>
                      {' '}
                      <a class="sub" href={pieceUrl({ piece: p.remplaceePar })}>
                        remplacée
                      </a>
                    </>
                  ) : null}
                </>
              ),
            },
            {
              titre: 'État',
              cell: (p) => <Etat etat={motEtatPiece[p.etat].forme} mot={motEtatPiece[p.etat].mot} />,
            },
            {
              titre: 'Émise le',
              cell: (p) => <time datetime={p.emiseLe.toISOString()}>{jour(p.emiseLe)}</time>,
            },
            { titre: 'Pages', nombre: true, cell: (p) => p.pages },
          ]}
        />
        <Pagination
          url={withQuery(documentsUrl(), filtre)}
          avant={page.avant}
          apres={page.apres}
          resume={`${compter(page.lignes.length, 'pièce')} sur cette page.`}
          exports={[{ libelle: 'CSV', href: withQuery(documentsCsvUrl(), filtre) }]}
        />
      </>
    )}
  </Page>
)

const csvDe = (pieces: readonly LigneDePiece[]): Tableau =>
  enCsv(
    ['numero', 'genre', 'piece', 'etat', 'emise_le', 'pages', 'empreinte_sha256'],
    pieces.map((p) => [
      p.numero,
      nomDuGenre(p.genre),
      p.libelle,
      motEtatPiece[p.etat].mot,
      p.emiseLe.toISOString(),
      p.pages,
      p.empreinte,
    ]),
  )

export const documentsPages = (prises: PrisesDocuments) =>
  new Hono<Env>()
    .use(documentsUrl.modele, exigerConnexion())
    .get(documentsUrl.modele, async (c) => {
      const visiteur = c.get('visiteur')
      if (!visiteur?.organisme) return notFound(c)
      const filtre = {
        q: (c.req.query('q') ?? '').slice(0, 100),
        genre: asGenre(c.req.query('genre') ?? '') ?? '',
      }
      const demande = readPage((nom) => c.req.query(nom), 2)
      const [emiseLe, id] = demande.cle ?? []
      // Un repère hostile ne doit pas devenir une erreur de la base.
      const repere =
        typeof emiseLe === 'string' &&
        typeof id === 'string' &&
        asId(id) &&
        !Number.isNaN(Date.parse(emiseLe))
          ? { emiseLe: new Date(emiseLe).toISOString(), id }
          : undefined
      const lues = await c.get('services').db.withTenant(visiteur.acces, async (tx) =>
        avecEtat(
          tx,
          prises,
          await listerPieces(tx, {
            ...filtre,
            lecture: await lectureDe(tx, prises, visiteur, c.get('services').clock.now()),
            sens: repere ? demande.sens : 'apres',
            repere,
            taille,
          }),
        ),
      )
      if (!lues) return forbidden(c)
      const page = cutPage(lues, taille, repere ? demande : { sens: 'apres', cle: undefined }, (p) => [
        p.emiseLe.toISOString(),
        p.id,
      ])
      return c.html(<Liste page={page} filtre={filtre} />)
    })
    .get(documentsCsvUrl.modele, async (c) => {
      const visiteur = c.get('visiteur')
      if (!visiteur?.organisme) return notFound(c)
      const filtre = { q: (c.req.query('q') ?? '').slice(0, 100), genre: asGenre(c.req.query('genre') ?? '') }
      const pieces = await c.get('services').db.withTenant(visiteur.acces, async (tx) =>
        avecEtat(
          tx,
          prises,
          await listerPieces(tx, {
            ...filtre,
            lecture: await lectureDe(tx, prises, visiteur, c.get('services').clock.now()),
            sens: 'apres',
            taille: csvMax - 1,
          }),
        ),
      )
      if (!pieces) return forbidden(c)
      return repondreCsv(c, 'documents', csvDe(pieces))
    })
