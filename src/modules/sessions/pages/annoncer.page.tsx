import { z } from 'zod'
import { formaterPeriode } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { ficheUrl } from '#modules/catalogue/index.ts'
import { droits, geste, peutVisiteur } from '#modules/organisme/index.ts'
import { Actions, Definitions, Form, Page } from '#web/components.tsx'
import { annonceDe, lireSession } from '../db/sessions.queries.ts'
import { annoncerSession, phrasesDObstacle } from '../gestes/annoncer.ts'
import { estSienne } from '../lecture/sienne.ts'
import { annoncerSessionUrl, sessionsUrl, sessionUrl } from '../liens.ts'

/** `/sessions/:session/annonce` : ce que le public en verrait, puis le geste ; le même cesse de la montrer. */
export const annoncerPage = geste({
  lien: annoncerSessionUrl,
  droit: 'sessions.planifier',
  champs: z.object({}),
  lire: async (tx, { session }, { visiteur, le }) => {
    const id = asId<'Session'>(session)
    const lue = id && (await lireSession(tx, id))
    const annonce = lue && (await annonceDe(tx, lue.id, jourLocal(le, ZONE_PAR_DEFAUT)))
    return annonce && { ...annonce, estSien: estSienne(lue, visiteur.personneId) }
  },
  peut: ({ estSien }, { visiteur }) =>
    peutVisiteur(visiteur, 'sessions.planifier', { estSien }) || droits['sessions.planifier'].phrase,
  vue: (s, form) => (
    <Page
      title={s.annoncee ? 'Annoncée au public' : 'Annoncer au public'}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: `${s.intitule}, ${s.numero}`, href: sessionUrl({ session: s.id }) },
      ]}
      lede="Le public voit sa date sur la page de l’offre et à l’accueil du site, jusqu’à son premier jour, tant que les inscriptions sont ouvertes."
      alert={form.alert}
    >
      <Definitions
        lignes={[
          [
            'Ce que chacun lit',
            [s.intitule, formaterPeriode(s.du, s.au, 'long'), s.lieu].filter(Boolean).join(', '),
          ],
          ['Ce que personne ne lit', 'qui vient, qui paie, qui forme, combien de places restent'],
          [
            'Page publique',
            s.obstacle ? (
              phrasesDObstacle[s.obstacle]
            ) : (
              <a href={ficheUrl({ offre: s.offre })}>la page de l’offre</a>
            ),
          ],
        ]}
      />
      {!s.obstacle || s.annoncee ? (
        <Form form={form} classe="court">
          <Actions libelle={s.annoncee ? 'Ne plus l’annoncer' : 'Annoncer cette session'} genre="main" />
        </Form>
      ) : null}
    </Page>
  ),
  faire: async (tx, { lu, le }) => {
    const fait = await annoncerSession(tx, lu.id, lu.annoncee === null, le)
    return fait.ok ? ok(lu.annoncee === null) : fait
  },
  suite: (montree, s) => ({
    vers: sessionUrl({ session: s.id }),
    dit: {
      genre: 'fait',
      fort: montree ? 'La session s’annonce au public.' : 'La session ne s’annonce plus au public.',
    },
  }),
})
