/** Les stagiaires d’une session, sur sa page : qui, d’où, dans quel état, et ce que l’on peut en faire. */

import { formaterDate } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import {
  etatComplet,
  finInscriptionUrl,
  type Inscrit,
  inscrireUrl,
  issueDInscrire,
  motEtatInscription,
  peutSeRetablir,
  type refusDInscrire,
} from '#modules/inscriptions/index.ts'
import { Vers } from '#modules/organisme/index.ts'
import { type SessionLue, sessionUrl } from '#modules/sessions/index.ts'
import { personneUrl } from '#modules/tiers/index.ts'
import { Button, ButtonLink, Empty, Exporter, Form, Table } from '#web/components.tsx'
import type { FaitsDeSession } from '#web/contributions.ts'
import { emptyForm } from '#web/form.ts'
import { withQuery } from '#web/links.ts'

type Props = {
  readonly session: SessionLue
  readonly inscrits: readonly Inscrit[] | undefined
  readonly faits: Required<FaitsDeSession>
  readonly maintenant: Date
  /** Ajoutées à l’instant, sans que rien leur soit parti : elles se retirent d’un geste. */
  readonly arrivees: ReadonlySet<string>
  readonly ferme: ReturnType<typeof refusDInscrire>
  readonly peut: { readonly planifier: boolean; readonly inscrire: boolean }
}

/** À la place d’« Inscrire », quand la session ne prend personne : ce qui manque, et l’écran qui le lève. */
const InscritPas = ({ session, ferme, peut }: Props) => {
  if (!ferme || !peut.inscrire || ferme.code === 'session-fermee') return null
  const issue = peut.planifier ? issueDInscrire(ferme, session) : undefined
  return (
    <p class="sub">
      {ferme.phrase} {issue ? <a href={issue.href}>{issue.libelle}</a> : null}
    </p>
  )
}

export const Stagiaires = (vu: Props) => {
  const { session, inscrits = [], faits, peut, ferme, maintenant } = vu
  return inscrits.length === 0 ? (
    <Empty
      titre="Personne n’est encore inscrit."
      gestes={
        peut.inscrire && !ferme ? (
          <ButtonLink href={inscrireUrl({ session: session.id })} genre="main">
            Inscrire
          </ButtonLink>
        ) : undefined
      }
    >
      <InscritPas {...vu} />
    </Empty>
  ) : (
    <>
      <Table
        legende="Stagiaires inscrits"
        lignes={inscrits}
        colonnes={[
          {
            titre: 'Stagiaire',
            entete: true,
            cell: (i) => (
              <Vers droit="inscriptions.lire" href={personneUrl({ personne: i.personne })}>
                {i.prenom} {i.nom}
              </Vers>
            ),
          },
          { titre: 'Employeur', cell: (i) => i.employeur ?? 'non renseigné' },
          { titre: 'Courriel', cell: (i) => i.courriel ?? 'à demander' },
          {
            titre: 'État',
            cell: (i) => (
              <>
                {motEtatInscription[etatComplet(i)]}
                {i.motif ? <small> {i.motif}</small> : null}
                {i.arriveeLe ? <small> depuis le {formaterDate(i.arriveeLe)}</small> : null}
              </>
            ),
          },
          ...(peut.inscrire
            ? [
                {
                  titre: 'Geste',
                  cell: (i: Inscrit) =>
                    i.etat === 'inscrit' ? (
                      <>
                        <a href={finInscriptionUrl({ session: session.id, inscription: i.id })}>
                          {(faits.presences.get(i.id) ?? 0) > 0 ? 'Noter l’abandon' : 'Annuler'}
                          <span class="unseen"> {de(`${i.prenom} ${i.nom}`)}</span>
                        </a>
                        {vu.arrivees.has(i.id) ? (
                          <Form
                            form={emptyForm()}
                            action={`${finInscriptionUrl({ session: session.id, inscription: i.id })}/retirer`}
                            classe=""
                          >
                            <Button genre="link">
                              Retirer, ajout par erreur
                              <span class="unseen"> {de(`${i.prenom} ${i.nom}`)}</span>
                            </Button>
                          </Form>
                        ) : null}
                      </>
                    ) : peutSeRetablir(i, maintenant) ? (
                      <Form
                        form={emptyForm()}
                        action={`${finInscriptionUrl({ session: session.id, inscription: i.id })}/defaire`}
                        classe=""
                      >
                        <Button genre="link">
                          Revenir sur l’annulation<span class="unseen"> {de(`${i.prenom} ${i.nom}`)}</span>
                        </Button>
                      </Form>
                    ) : (
                      ''
                    ),
                },
              ]
            : []),
        ]}
      />
      <p class="sub">
        <Exporter
          href={withQuery(sessionUrl({ session: session.id }), { format: 'csv' })}
          quoi="les stagiaires"
        />
      </p>
      <InscritPas {...vu} />
    </>
  )
}
