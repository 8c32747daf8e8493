/** La convention d’une activité commune en papier : l’exemplaire de chaque personne, et où il en est. */
import { accorder, compter } from '#kernel/texte.ts'
import { pieceUrl } from '#modules/documents/index.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import { Button, Etat, Form, Section, Table } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import type { EtatExemplaire } from '../domain/activite-commune.ts'
import type { Exemplaire } from '../lecture/activite-commune.ts'
import { viserUrl } from '../liens.ts'

const mots: Readonly<
  Record<EtatExemplaire, readonly ['prouve' | 'partiel' | 'manquant' | 'a-juger' | 'a-venir', string]>
> = {
  'a-etablir': ['a-venir', 'à établir'],
  'a-viser': ['a-juger', 'attend le visa'],
  refusee: ['manquant', 'visa refusé'],
  refus: ['manquant', 'la personne a refusé de signer'],
  perimee: ['manquant', 'à établir de nouveau'],
  'a-envoyer': ['a-venir', 'visé, son lien est à envoyer'],
  'attend-personne': ['partiel', 'son lien est parti'],
  'attend-cooperative': ['partiel', 'attend la direction'],
  signe: ['prouve', 'signé des deux'],
}

type Props = {
  readonly exemplaires: readonly Exemplaire[]
  readonly action: string
  /** Qui lit établit la convention, et l’envoie signer. */
  readonly tient: boolean
  /** Une enseigne n’a pas répondu. */
  readonly attend: boolean
}

export const ConventionCommune = ({ exemplaires, action, tient, attend }: Props) => {
  const signes = exemplaires.filter((e) => e.etat === 'signe').length
  const aEnvoyer = exemplaires.filter((e) => e.etat === 'a-envoyer').length
  const perimee = exemplaires.some((e) => e.etat === 'perimee')
  const etablie = exemplaires.some((e) => e.piece)
  const vise = peutSuivre('pieces.viser')
  const lit = peutSuivre('engagements.lire')
  return (
    <Section
      titre="La convention signée"
      id="signee"
      sous="Chaque personne signe avec la coopérative un exemplaire du même texte ; l’équipe d’appui le vise d’abord."
    >
      {exemplaires.length === 0 ? (
        <p>Aucune part n’est encore accordée : la convention s’établit ensuite.</p>
      ) : (
        <>
          <p role="status">
            {!tient ? (
              'Les exemplaires que vous lisez ; ceux des autres enseignes ne se lisent pas d’ici.'
            ) : signes === exemplaires.length ? (
              <Etat etat="prouve" mot="Convention signée de tous" />
            ) : (
              `${compter(signes, 'exemplaire')} ${accorder(signes, 'signé')} sur ${exemplaires.length}.`
            )}
          </p>
          <Table
            legende="L’exemplaire de chaque personne"
            lignes={exemplaires}
            colonnes={[
              {
                titre: 'Personne',
                entete: true,
                cell: (e) => (
                  <>
                    {`${e.qui.prenom} ${e.qui.nom}`.trim()} <small>{e.partie.enseigne}</small>
                  </>
                ),
              },
              {
                titre: 'Exemplaire',
                cell: (e) =>
                  e.piece && e.etat === 'a-viser' && vise ? (
                    <a href={viserUrl({ piece: e.piece.id })}>{e.piece.numero}</a>
                  ) : e.piece && lit ? (
                    <a href={pieceUrl({ piece: e.piece.id })}>{e.piece.numero}</a>
                  ) : (
                    (e.piece?.numero ?? '')
                  ),
              },
              { titre: 'État', cell: (e) => <Etat etat={mots[e.etat][0]} mot={mots[e.etat][1]} /> },
            ]}
          />
          {tient && attend ? (
            <p>Une enseigne n’a pas encore répondu : la convention s’établit ensuite.</p>
          ) : null}
          {tient && !attend ? (
            <div class="gestes-l">
              {aEnvoyer > 0 && !perimee ? (
                <Form form={emptyForm()} action={`${action}/envoyer`} classe="">
                  <Button genre="call">Envoyer les liens pour signer</Button>
                </Form>
              ) : null}
              {etablie ? (
                <details class="volet" open={perimee}>
                  <summary>Les parts, ou les personnes, ont changé</summary>
                  <p>De nouveaux exemplaires remplacent ceux-ci : chaque personne signe de nouveau.</p>
                  <Form form={emptyForm()} action={`${action}/etablir`} classe="">
                    <Button genre="main">Établir de nouveau</Button>
                  </Form>
                </details>
              ) : (
                <Form form={emptyForm()} action={`${action}/etablir`} classe="">
                  <Button genre="call">Établir la convention</Button>
                </Form>
              )}
            </div>
          ) : null}
        </>
      )}
    </Section>
  )
}
