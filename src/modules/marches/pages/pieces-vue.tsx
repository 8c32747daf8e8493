/** Les pièces d’un dossier, celles que le règlement demande et les autres. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { formaterInstant, jourLocal } from '#kernel/zones.ts'
import { Etat, Field, Table } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { type Attendu, horsDeLaListe, JOURS_DE_RAPPEL, type PieceVersee, seLit } from '../domain/pieces.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'
import { piecesUrl, pieceUrl } from '../liens.ts'
import { EtatDuTerme } from './coffre.page.tsx'
import { RetirerLaLigne } from './commun.tsx'

type Lu = { readonly r: Reponse; readonly le: Date }
const mots = {
  versee: ['prouve', 'versée'],
  perimee: ['manquant', 'périmée à la date limite'],
  'sans-terme': ['manquant', 'sans son terme'],
  manquante: ['manquant', 'manque'],
} as const

export const ici = (r: Reponse) => piecesUrl({ groupement: r.d.g.id })
export const nomDe = (r: Reponse, o: string) =>
  r.d.membres.find((m) => m.organisme === o)?.nom ?? 'une coopérative sortie'

/** De ce qui ne se lit pas, la base ne rend pas même le nom. */
const nomLu = (p: PieceVersee, r: Reponse) =>
  seLit(p, r) ? p.nom : 'un fichier, lu du mandataire et de qui l’a versé'
const Nom = ({ r, p }: { r: Reponse; p: PieceVersee }) =>
  seLit(p, r) ? (
    <a href={pieceUrl({ groupement: r.d.g.id, piece: p.id })}>{p.nom}</a>
  ) : (
    <span>{nomLu(p, r)}</span>
  )
const Retirer = ({ r, p, gel }: { r: Reponse; p: PieceVersee; gel: boolean }) => (
  <RetirerLaLigne action={`${ici(r)}/retirer`} champ="piece" valeur={p.id} nom={p.nom}>
    {gel ? <Field form={emptyForm()} name="motif" cle={p.id} label={`Pourquoi retirer ${p.nom}`} /> : null}
  </RetirerLaLigne>
)

export const Liste = ({ r, le }: Lu) => {
  const jour = jourLocal(r.d.g.limite, r.d.g.zone)
  const bientot = ajouterJours(jour as DateCivile, JOURS_DE_RAPPEL)
  const { moment } = resteAvantLimite(r.d.g.limite, le)
  const passe = moment === 'passe'
  const dePiece = (p: PieceVersee) => (
    <>
      <Nom r={r} p={p} />{' '}
      <small>
        {p.expireLe === null ? null : <EtatDuTerme expireLe={p.expireLe} jour={jour} bientot={bientot} />}
        {p.motif === '' ? null : ` au gel : ${p.motif}`}
      </small>
      {p.organisme === r.moi && !passe ? <Retirer r={r} p={p} gel={moment === 'gel'} /> : null}
    </>
  )
  return (
    <Table
      legende="Les pièces demandées, membre par membre"
      lignes={r.attendus}
      colonnes={[
        { titre: 'Pièce', entete: true, cell: (a: Attendu) => a.exigence.titre },
        { titre: 'De', cell: (a) => a.membre?.nom ?? 'le groupement, une fois' },
        { titre: 'État', cell: (a) => <Etat etat={mots[a.etat][0]} mot={mots[a.etat][1]} /> },
        { titre: 'Fichiers', cell: (a) => a.pieces.map(dePiece) },
      ]}
    />
  )
}

/** Hors de l’archive : la page nomme ce qui est retiré, sans l’ouvrir ; ce qui n’est plus demandé s’ouvre encore, et se retire. */
export const Ecartees = ({ r, le }: Lu) => {
  const hors = horsDeLaListe(r.pieces, r.attendus)
  if (hors.length === 0) return null
  const { moment } = resteAvantLimite(r.d.g.limite, le)
  const passe = moment === 'passe'
  return (
    <Table
      legende="Les pièces retirées, ou plus demandées"
      lignes={hors}
      colonnes={[
        {
          titre: 'Pièce',
          entete: true,
          cell: (p) => (p.retireeLe === null ? <Nom r={r} p={p} /> : nomLu(p, r)),
        },
        { titre: 'De', cell: (p) => nomDe(r, p.organisme) },
        {
          titre: 'État',
          cell: (p) =>
            p.retireeLe === null
              ? 'plus demandée par le règlement lu'
              : `retirée le ${formaterInstant(p.retireeLe, r.d.g.zone)}${p.retrait === '' ? '' : `, au gel : ${p.retrait}`}`,
        },
        {
          titre: 'Geste',
          cell: (p) =>
            p.retireeLe === null && p.organisme === r.moi && !passe ? (
              <Retirer r={r} p={p} gel={moment === 'gel'} />
            ) : (
              ''
            ),
        },
      ]}
    />
  )
}
