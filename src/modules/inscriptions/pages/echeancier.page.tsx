import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterCentimes, formaterMontant } from '#kernel/montant.ts'
import { de } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page, RepeatedRows } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { date, entier, montant, rangs } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant, suiteOu } from '#web/links.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import type { Echeance } from '../domain/dossier.ts'
import { alerteEcheancier, echeancierPropose } from '../domain/echeancier.ts'
import { PLAFOND_A_L_EXPIRATION } from '../domain/retractation.ts'
import { poserEcheancier, seancesDues } from '../gestes/suivre-dossier.ts'
import { lirePrixDu } from '../lecture/prix-du-client.ts'
import { retractationDe } from '../lecture/retractation-de.ts'
import { dossierUrl, echeancierUrl } from '../liens.ts'
import { cheminDe, pourDossier } from './commun.ts'

const maxEcheances = 24
const fields = z.object({
  version: entier(),
  echeances: rangs(z.object({ jour: date(), montant: montant() }), { max: maxEcheances }),
})
type Formulaire = FormOf<typeof fields>
type Du = Awaited<ReturnType<typeof lirePrixDu>>

const enFormulaire = (d: DossierLu, echeances: readonly Echeance[]): Formulaire =>
  emptyForm(undefined, {
    version: d.version,
    echeances: echeances.map((e) => ({
      jour: formaterDate(e.jour, 'chiffres'),
      montant: formaterCentimes(e.montant),
    })),
  })

const Vue = ({
  form,
  session,
  d,
  maintenant,
  du,
}: {
  form: Formulaire
  session: SessionLue
  d: DossierLu
  maintenant: Date
  du: Du
}) => {
  const fin = retractationDe(d, session, maintenant)
  return (
    <Page
      title="Échéancier"
      heading={`Échéancier ${de(d.client)}`}
      lede={`${formaterMontant(du.prix)}${du.taux > 0 ? ', TVA comprise' : ''}. ${fin ? `Signé aujourd’hui, rien n’est dû avant le ${formaterDate(fin.exigibleDes)} : ` : ''}${PLAFOND_A_L_EXPIRATION} % au plus ce jour-là, le reste au fil des heures (C. trav., art. L6353-6).`}
      path={[
        ...cheminDe(session),
        { libelle: d.client, href: dossierUrl({ session: session.id, dossier: d.id }) },
      ]}
      alert={form.alert}
      islands={['rangs']}
    >
      <Form
        form={form}
        action={echeancierUrl({ session: session.id, dossier: d.id })}
        noms={{ echeances: 'Échéance' }}
      >
        <input type="hidden" name="version" value={String(d.version)} />
        <FieldSection titre="Échéances" plein>
          <div class="fiches">
            <RepeatedRows
              form={form}
              name="echeances"
              titre="Échéance"
              ajouter="Ajouter une échéance"
              max={maxEcheances}
            >
              {(p) => (
                <>
                  <Field form={form} name={`${p}.jour`} label="Date" />
                  <Field form={form} name={`${p}.montant`} label="Montant" unite="€" inputmode="decimal" />
                </>
              )}
            </RepeatedRows>
          </div>
        </FieldSection>
        <Actions libelle="Poser l’échéancier">
          <a href={dossierUrl({ session: session.id, dossier: d.id })}>Revenir au dossier</a>
        </Actions>
      </Form>
    </Page>
  )
}

const chemin = parIdentifiant(echeancierUrl, 'dossier')

export const echeancierPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use(chemin, exigerDroit('inscriptions.inscrire'))
    .get(chemin, (c) =>
      pourDossier(c, db, 'inscriptions.inscrire', async (tx, session, d) => {
        if (d.regime !== 'contrat') return notFound(c)
        const fin = retractationDe(d, session, clock.now())
        const du = await lirePrixDu(tx, d, clock.now())
        // « Étaler » rend la proposition à qui a déjà posé un échéancier.
        const propose =
          (d.echeances.length > 0 && c.req.query('etaler') === undefined) || !fin
            ? d.echeances
            : echeancierPropose({
                prix: du.prix,
                exigibleDes: fin.exigibleDes,
                seances: seancesDues(session),
              })
        return c.html(
          <Vue form={enFormulaire(d, propose)} session={session} d={d} maintenant={clock.now()} du={du} />,
        )
      }),
    )
    .post(chemin, async (c) => {
      const read = await readForm(fields, c, { rangs: maxEcheances })
      return pourDossier(c, db, 'inscriptions.inscrire', async (tx, session, d) => {
        const vue = { session, d, maintenant: clock.now(), du: await lirePrixDu(tx, d, clock.now()) }
        if (!read.ok) return c.html(<Vue form={read.form} {...vue} />, read.status)
        const fait = await poserEcheancier(
          tx,
          {
            session: session.id,
            dossier: d.id,
            version: read.data.version,
            echeances: read.data.echeances,
          },
          clock.now(),
        )
        if (!fait.ok) {
          const erreurs: Record<string, string> = {}
          let alerte: string | undefined
          for (const r of fait.error)
            if ('rang' in r && r.rang !== undefined) erreurs[`echeances[${r.rang}].montant`] ??= r.phrase
            else alerte ??= r.phrase
          const pose = withErrors(read.form, erreurs)
          return c.html(<Vue form={alerte ? withAlert(pose, alerte) : pose} {...vue} />, 409)
        }
        const fin = retractationDe(d, session, clock.now())
        const alerte =
          fin &&
          alerteEcheancier(read.data.echeances, {
            exigibleDes: fin.exigibleDes,
            seances: seancesDues(session),
          })
        return redirectWith(c, suiteOu(c, dossierUrl({ session: session.id, dossier: d.id })), {
          genre: 'fait',
          fort: 'L’échéancier est posé.',
          ...(alerte ? { suite: alerte } : {}),
        })
      })
    })
