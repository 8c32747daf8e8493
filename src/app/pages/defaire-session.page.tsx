import { z } from 'zod'
import { vientDEtreFait } from '#kernel/delais.ts'
import { asId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { courrielDepuis } from '#modules/etapes/index.ts'
import { factureDepuis } from '#modules/facturation/index.ts'
import { dossiersUneFois, inscritsUneFois, partiDepuis } from '#modules/inscriptions/index.ts'
import { droits, geste, peutVisiteur } from '#modules/organisme/index.ts'
import {
  changementADefaire,
  changementUneFois,
  defaireChangement,
  defaireSessionUrl,
  estSienne,
  lireSession,
  passerALEtat,
  type SessionLue,
  sessionsUrl,
  sessionUrl,
} from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Alert, Button, Confirm, Form, Page } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'

/** Depuis cet instant, un avis, un papier, un courriel ou une facture est sorti de cette session : quelqu’un a pu le lire. */
const sortiDepuis = async (tx: TenantTx, session: SessionLue['id'], depuis: Date): Promise<boolean> =>
  (
    await Promise.all([
      partiDepuis(tx, session, depuis),
      courrielDepuis(tx, session, depuis),
      factureDepuis(tx, session, depuis),
    ])
  ).includes(true)

/** Ce qui se défait d’une session : son dernier changement, ou de l’avoir planifiée. */
type Defait = 'changement' | 'planification'

const titres: Readonly<
  Record<Defait, { readonly fait: string; readonly geste: string; readonly phrase: string }>
> = {
  changement: {
    fait: 'Cette session vient de changer.',
    geste: 'Revenir à ce qui était',
    phrase:
      'Les dates, le lieu, les salles, les personnes qui animent et l’état redeviennent ceux d’avant. Vous avez un quart d’heure, tant que ni message, ni papier, ni facture n’est parti.',
  },
  planification: {
    fait: 'Cette session vient d’être planifiée.',
    geste: 'Défaire la planification',
    phrase:
      'La session s’annule et rend ses salles et ses heures ; son numéro reste pris. C’est possible un quart d’heure, tant que personne n’y est inscrit.',
  },
}

/** Planifiée à l’instant, encore en brouillon, et personne n’y vient. */
const vientDEtrePlanifiee = async (tx: TenantTx, session: SessionLue, maintenant: Date): Promise<boolean> =>
  session.etat === 'brouillon' &&
  vientDEtreFait(session.creeLe, maintenant) &&
  (await inscritsUneFois(tx, session.id)).length === 0 &&
  (await dossiersUneFois(tx, session.id)).length === 0

/** Revenir sur une annulation, un report, une interruption demande le même droit que les décider ; défaire une planification, celui de planifier. */
const ceQuiSeDefaitDe = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<
  | {
      readonly quoi: Defait
      readonly droit: 'sessions.annuler' | 'sessions.planifier'
      readonly depuis: Date
    }
  | undefined
> => {
  const c = await changementADefaire(tx, session, maintenant, changementUneFois)
  if (c)
    return {
      quoi: 'changement',
      droit: c.avant.etat !== session.etat ? 'sessions.annuler' : 'sessions.planifier',
      depuis: c.le,
    }
  return (await vientDEtrePlanifiee(tx, session, maintenant))
    ? { quoi: 'planification', droit: 'sessions.planifier', depuis: session.creeLe }
    : undefined
}

/** Revenir sur le dernier changement d’une session (dates, lieu, qui anime, prix, report, interruption, annulation), ou sur sa planification. */
export const defaireSessionPage = geste({
  lien: defaireSessionUrl,
  droit: 'sessions.planifier',
  lire: async (tx, { session }, { le }) => {
    const id = asId<'Session'>(session)
    const lue = id && (await lireSession(tx, id))
    if (!lue) return undefined
    const { quoi = 'changement', droit = 'sessions.planifier' } = (await ceQuiSeDefaitDe(tx, lue, le)) ?? {}
    return { ...lue, quoi, droit } as const
  },
  peut: (session, { visiteur }) =>
    peutVisiteur(visiteur, session.droit, { estSien: estSienne(session, visiteur.personneId) }) ||
    droits[session.droit].phrase,
  champs: z.object({}),
  vue: (session, form) => (
    <Page
      title={titres[session.quoi].geste}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: sessionUrl({ session: session.id }) },
      ]}
      alert={form.alert}
    >
      <Confirm
        form={form}
        action={defaireSessionUrl({ session: session.id })}
        titre={`${titres[session.quoi].geste} ?`}
        phrase={titres[session.quoi].phrase}
        geste={titres[session.quoi].geste}
        genre="call"
        renoncer={{ libelle: 'Garder', href: sessionUrl({ session: session.id }) }}
      />
    </Page>
  ),
  faire: async (tx, { lu, le }) => {
    if (lu.quoi === 'changement')
      return defaireChangement(tx, lu.id, (depuis) => sortiDepuis(tx, lu.id, depuis), le)
    const fait = await passerALEtat(
      tx,
      { id: lu.id, vers: 'annulee', motif: 'Planifiée par erreur', ailleurs: {} },
      le,
    )
    return fait.ok ? ok(undefined) : fait
  },
  suite: (_, session) => ({
    vers: sessionUrl({ session: session.id }),
    dit: {
      genre: 'fait',
      fort:
        session.quoi === 'changement'
          ? 'La session est revenue à ce qu’elle était.'
          : 'La planification est défaite : la session est annulée.',
    },
  }),
})

/** Ce que cette personne peut encore défaire de la session : rien n’en est sorti depuis. */
export const ceQuiSeDefait = async (
  tx: TenantTx,
  visiteur: Visiteur,
  session: SessionLue,
  maintenant: Date,
): Promise<Defait | undefined> => {
  const d = await ceQuiSeDefaitDe(tx, session, maintenant)
  return d &&
    peutVisiteur(visiteur, d.droit, { estSien: estSienne(session, visiteur.personneId) }) &&
    !(await sortiDepuis(tx, session.id, d.depuis))
    ? d.quoi
    : undefined
}

/** En tête de la session, tant que c’est possible : un bouton. */
export const Revenir = ({ session, quoi }: { session: SessionLue; quoi: Defait }) => (
  <Alert fort={titres[quoi].fait}>
    {quoi === 'changement'
      ? 'Rien n’en est sorti : vous pouvez y revenir pendant un quart d’heure. Si vous l’avez écrit à quelqu’un, prévenez-le de nouveau.'
      : 'Personne n’y est inscrit : vous pouvez y revenir pendant un quart d’heure.'}{' '}
    <Form form={emptyForm()} action={defaireSessionUrl({ session: session.id })} classe="ligne">
      <Button genre="link">{titres[quoi].geste}</Button>
    </Form>
  </Alert>
)
