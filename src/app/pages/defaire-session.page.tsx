import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { partiDepuis } from '#modules/inscriptions/index.ts'
import { droits, geste, peutVisiteur } from '#modules/organisme/index.ts'
import {
  changementADefaire,
  defaireChangement,
  defaireSessionUrl,
  estSienne,
  lireSession,
  type SessionLue,
  sessionsUrl,
  sessionUrl,
} from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Alert, Button, Confirm, Form, Page } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'

const revenu = 'La session est revenue à ce qu’elle était.'

/** Revenir sur une annulation, un report, une interruption demande le même droit que les décider. */
const droitDeRevenir = (
  session: SessionLue,
  change: { readonly avant: { readonly etat: SessionLue['etat'] } } | undefined,
): 'sessions.annuler' | 'sessions.planifier' =>
  change && change.avant.etat !== session.etat ? 'sessions.annuler' : 'sessions.planifier'

/** Revenir sur le dernier changement d’une session : dates, lieu, qui anime, prix, report, interruption, annulation. */
export const defaireSessionPage = geste({
  lien: defaireSessionUrl,
  droit: 'sessions.planifier',
  lire: async (tx, { session }, { le }) => {
    const id = asId<'Session'>(session)
    const lue = id && (await lireSession(tx, id))
    return lue && { ...lue, droit: droitDeRevenir(lue, await changementADefaire(tx, lue, le)) }
  },
  peut: (session, { visiteur }) =>
    peutVisiteur(visiteur, session.droit, { estSien: estSienne(session, visiteur.personneId) }) ||
    droits[session.droit].phrase,
  champs: z.object({}),
  vue: (session, form) => (
    <Page
      title="Revenir à ce qui était"
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: sessionUrl({ session: session.id }) },
      ]}
      alert={form.alert}
    >
      <Confirm
        form={form}
        action={defaireSessionUrl({ session: session.id })}
        titre="Revenir sur le dernier changement ?"
        phrase="Dates, lieu, salles, qui anime et état redeviennent ceux d’avant. C’est possible un quart d’heure, tant qu’aucun avis de changement ni aucun papier n’est parti."
        geste="Revenir à ce qui était"
        genre="call"
        renoncer={{ libelle: 'Garder le changement', href: sessionUrl({ session: session.id }) }}
      />
    </Page>
  ),
  faire: async (tx, { lu, le }) =>
    defaireChangement(tx, lu.id, (depuis) => partiDepuis(tx, lu.id, depuis), le),
  suite: (_, session) => ({
    vers: sessionUrl({ session: session.id }),
    dit: { genre: 'fait', fort: revenu },
  }),
})

/** Le dernier changement se défait encore, par cette personne : ni avis ni papier n’en est parti. */
export const peutRevenir = async (
  tx: TenantTx,
  visiteur: Visiteur,
  session: SessionLue,
  maintenant: Date,
): Promise<boolean> => {
  const c = await changementADefaire(tx, session, maintenant)
  return (
    c !== undefined &&
    peutVisiteur(visiteur, droitDeRevenir(session, c), {
      estSien: estSienne(session, visiteur.personneId),
    }) &&
    !(await partiDepuis(tx, session.id, c.le))
  )
}

/** En tête de la session, tant que c’est possible : un bouton. */
export const Revenir = ({ session }: { session: SessionLue }) => (
  <Alert fort="Cette session vient de changer.">
    Ni avis de changement ni papier n’en est parti : vous pouvez y revenir pendant un quart d’heure. Si vous
    l’avez écrit à quelqu’un, prévenez-le de nouveau.{' '}
    <Form form={emptyForm()} action={defaireSessionUrl({ session: session.id })} classe="ligne">
      <Button genre="link">Revenir à ce qui était</Button>
    </Form>
  </Alert>
)
