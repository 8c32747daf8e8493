import { Hono } from 'hono'
import { z } from 'zod'
import { formaterNda, formaterSiret } from '#kernel/identifiants.ts'
import { compter, de } from '#kernel/texte.ts'
import { exigerDroit, lireOrganisme, type OrganismeLu } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Definitions, FieldSection, Form, Page, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { agendaDesPoles, type Rencontre } from '../db/agenda.ts'
import { lirePole, type PoleOuvert, polesOuverts } from '../db/poles.ts'
import { direMoment } from '../domain/dire.ts'
import { demanderARejoindre } from '../gestes/rejoindre.ts'
import { polesUrl, poleUrl, rejoindreUrl } from '../liens.ts'

const fields = z.object({ cherche: texte({ max: 500 }), propose: texte({ max: 500 }) })
type Formulaire = FormOf<typeof fields>

type VueProps = {
  form: Formulaire
  pole: PoleOuvert
  prochaine: Rencontre | undefined
  o: OrganismeLu
}
const Vue = ({ form, pole, prochaine, o }: VueProps) => (
  <Page
    title="Rejoindre"
    heading={`Rejoindre ${pole.nom}`}
    lede={pole.raison || `${compter(pole.membres, 'coopérative')} en sont déjà.`}
    path={[{ libelle: 'Pôle', href: polesUrl() }]}
    alert={form.alert}
  >
    <Form form={form} noms={{ cherche: 'Nous cherchons', propose: 'Nous proposons' }}>
      <FieldSection titre="Votre coopérative" plein>
        <Definitions
          lignes={[
            ['Nom', o.nom],
            ['SIRET', formaterSiret(o.siret)],
            ['Déclaration d’activité', o.nda ? formaterNda(o.nda) : 'pas encore'],
            ['Ville', o.ville || 'à dire dans la fiche de la coopérative'],
            [
              'Prochaine rencontre',
              prochaine
                ? `${prochaine.titre}, ${direMoment(prochaine.debut, prochaine.fin, prochaine.zone)}`
                : 'pas encore convoquée',
            ],
          ]}
        />
      </FieldSection>
      <FieldSection titre="Ce que vous apportez">
        <TextArea
          form={form}
          name="cherche"
          label="Nous cherchons"
          rows={3}
          optional
          hint="un certificateur, une salle à Nantes, quelqu’un pour l’anglais"
        />
        <TextArea
          form={form}
          name="propose"
          label="Nous proposons"
          rows={3}
          optional
          hint="ce que d’autres peuvent venir chercher chez vous"
        />
      </FieldSection>
      <Actions libelle={pole.entree === 'libre' ? 'Rejoindre le pôle' : 'Demander à rejoindre le pôle'}>
        <a href={polesUrl()}>Revenir aux pôles</a>
      </Actions>
    </Form>
  </Page>
)

const trouver = async (tx: TenantTx, adresse: string): Promise<PoleOuvert | undefined> =>
  (await polesOuverts(tx)).find((p) => p.code === adresse || p.id === adresse)

export const rejoindrePage = (services: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>) => {
  const { db, clock } = services
  const prochaineDe = async (tx: TenantTx, pole: PoleOuvert) =>
    (await agendaDesPoles(tx, clock.now())).find((r) => r.code === pole.code && r.etat === 'convoquee')
  return new Hono<Env>()
    .get(rejoindreUrl.modele, exigerDroit('pole.participer'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const pole = await trouver(tx, c.req.param('pole'))
        if (!pole) return notFound(c)
        if (await lirePole(tx, pole.id)) return c.redirect(poleUrl({ pole: pole.id }), 303)
        return c.html(
          <Vue
            form={emptyForm()}
            pole={pole}
            prochaine={await prochaineDe(tx, pole)}
            o={await lireOrganisme(tx)}
          />,
        )
      }),
    )
    .post(rejoindreUrl.modele, exigerDroit('pole.participer'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const pole = await trouver(tx, c.req.param('pole'))
        if (!pole) return notFound(c)
        if (await lirePole(tx, pole.id)) return c.redirect(poleUrl({ pole: pole.id }), 303)
        const prochaine = await prochaineDe(tx, pole)
        const o = await lireOrganisme(tx)
        if (!read.ok)
          return c.html(<Vue form={read.form} pole={pole} prochaine={prochaine} o={o} />, read.status)
        const le = clock.now()
        const fait = await demanderARejoindre(services, tx, visiteur, { pole, prochaine, o }, read.data, le)
        if (!fait.ok)
          return c.html(
            <Vue form={withAlert(read.form, fait.error.phrase)} pole={pole} prochaine={prochaine} o={o} />,
            409,
          )
        if (fait.value === 'deja')
          return redirectWith(c, polesUrl(), {
            genre: 'passe',
            fort: `Votre demande est déjà arrivée à ${pole.nom}.`,
            suite: 'Elle attend le visa de qui l’anime.',
          })
        if (fait.value === 'membre')
          return redirectWith(c, poleUrl({ pole: pole.id }), {
            genre: 'fait',
            fort: `Votre coopérative fait partie ${de(pole.nom)}.`,
            suite: prochaine
              ? `Prochaine rencontre : ${direMoment(prochaine.debut, prochaine.fin, prochaine.zone)}.`
              : 'Vous serez prévenu·e de la prochaine rencontre.',
          })
        return redirectWith(c, polesUrl(), {
          genre: 'fait',
          fort: `Votre demande est arrivée à ${pole.nom}.`,
          suite: 'Les personnes qui l’animent vous répondent par courriel.',
        })
      })
    })
}
