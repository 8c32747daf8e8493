import { formaterDate } from '#kernel/dates.ts'
import { asZone, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { liste, mots, parmi } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Empty, Etat } from '#web/components.tsx'
import { estInstant } from '#web/pagination.ts'
import { type FiltreDePieces, listerPieces, type PieceRangee } from '../db/pieces.ts'
import { asGenre, genres, nomDuGenre } from '../domain/genres.ts'
import { direEtatPiece, type EtatPiece, engage, etatDePiece, motEtatPiece } from '../domain/signer-piece.ts'
import { lectureDe } from '../lecture/peut-lire.ts'
import { documentsUrl, pieceUrl } from '../liens.ts'
import type { PrisesDocuments } from '../prises.ts'

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

/** Ce que l’on relit d’un coup pour en garder les pièces dans un état. */
const LOT = 200

/**
 * Les pièces d’une page, et une de plus. L’état d’une pièce se calcule (visa, signatures, remplacement) : la base ne le garde pas. Demandé,
 * il se cherche lot par lot, jusqu’à la plus ancienne.
 */
const lireLignes = async (
  tx: TenantTx,
  prises: PrisesDocuments,
  f: FiltreDePieces,
  etat: EtatPiece | undefined,
): Promise<LigneDePiece[]> => {
  if (etat === undefined) return avecEtat(tx, prises, await listerPieces(tx, f))
  const gardees: LigneDePiece[] = []
  let repere = f.repere
  while (gardees.length <= f.taille) {
    const lues = await listerPieces(tx, { ...f, repere, taille: LOT - 1 })
    gardees.push(...(await avecEtat(tx, prises, lues)).filter((p) => p.etat === etat))
    const derniere = lues.at(-1)
    if (lues.length < LOT || !derniere) break
    repere = { emiseLe: derniere.emiseLe.toISOString(), id: derniere.id }
  }
  return gardees.slice(0, f.taille + 1)
}

const etats = Object.fromEntries(
  Object.entries(motEtatPiece).map(([etat, { mot }]) => [etat, mot]),
) as Readonly<Record<EtatPiece, string>>

const jour = (le: Date) => formaterDate(jourLocal(le, asZone('Europe/Paris') ?? ZONE_PAR_DEFAUT), 'court')

/** Chacun y lit les pièces que la fiche de leur genre lui ouvre ; qui n’en lit aucune y trouve une liste vide. */
export const documentsPages = (prises: PrisesDocuments) =>
  liste({
    lien: documentsUrl,
    titre: 'Documents',
    lede: 'Les pièces émises : numérotées, figées, vérifiables par leur empreinte.',
    section: { titre: 'Pièces', id: 'pieces' },
    legende: 'Pièces émises, de la plus récente à la plus ancienne',
    chercher: 'Chercher une pièce',
    filtres: {
      q: mots('Nom ou numéro'),
      genre: {
        label: 'Genre',
        lire: asGenre,
        options: [
          { value: '', label: 'Tous les genres' },
          ...Object.entries(genres).map(([value, g]) => ({ value, label: g.nom })),
        ],
      },
      etat: parmi(etats, 'Tous les états', 'État'),
    },
    lire: async (tx, { etat, ...filtre }, { sens, cle }, taille, { visiteur, le }) =>
      lireLignes(
        tx,
        prises,
        {
          ...filtre,
          lecture: await lectureDe(tx, prises, visiteur, le),
          sens,
          repere: cle && { emiseLe: String(cle[0]), id: String(cle[1]) },
          taille,
        },
        etat,
      ),
    cle: (p) => [p.emiseLe.toISOString(), p.id],
    cleSure: estInstant,
    taille: 30,
    colonnes: [
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
        cell: (p) => <Etat etat={motEtatPiece[p.etat].forme} mot={direEtatPiece(p.etat, p.genre).mot} />,
      },
      {
        titre: 'Émise le',
        cell: (p) => <time datetime={p.emiseLe.toISOString()}>{jour(p.emiseLe)}</time>,
      },
      { titre: 'Pages', nombre: true, cell: (p) => p.pages },
      { titre: 'numero', csv: (p) => p.numero },
      { titre: 'genre', csv: (p) => nomDuGenre(p.genre) },
      { titre: 'piece', csv: (p) => p.libelle },
      { titre: 'etat', csv: (p) => direEtatPiece(p.etat, p.genre).mot },
      { titre: 'emise_le', csv: (p) => p.emiseLe.toISOString() },
      { titre: 'pages', csv: (p) => p.pages },
      { titre: 'empreinte_sha256', csv: (p) => p.empreinte },
    ],
    rien: () => (
      <Empty titre="Aucune pièce n’a encore été émise">
        Conventions, convocations, certificats : chaque pièce arrive ici, figée, dès son émission depuis une
        session.
      </Empty>
    ),
    sansReponse: () => (
      <Empty
        titre="Rien ne répond à cette recherche"
        gestes={<a href={documentsUrl()}>Voir toutes les pièces</a>}
      >
        On cherche par le début d’un nom ou d’un numéro.
      </Empty>
    ),
  })
