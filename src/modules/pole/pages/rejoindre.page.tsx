import { Hono } from 'hono'
import { z } from 'zod'
import { formaterNda, formaterSiret } from '#kernel/identifiants.ts'
import { compter, de } from '#kernel/texte.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { exigerDroit, lireOrganisme, type OrganismeLu } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Definitions, FieldSection, Form, Page, TextArea } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { agendaDesPoles, type Rencontre } from '../db/agenda.ts'
import {
  accueillir,
  lirePole,
  mandatsDuPole,
  type PoleOuvert,
  polesOuverts,
  rejoindrePole,
} from '../db/poles.ts'
import { accuseDeDemande, bienvenue } from '../documents/courriels.ts'
import { direMoment } from '../domain/dire.ts'
import { noter } from '../lecture/regard.ts'
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

const sonCourriel = async (tx: TenantTx, visiteur: Visiteur) => {
  const moi = (await adhesions(tx)).find((a) => a.compte === visiteur.personneId)
  return moi && isMailAddress(moi.courriel) ? { courriel: moi.courriel, prenom: moi.prenom } : undefined
}

export const rejoindrePage = (services: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>) => {
  const { db, clock, config } = services
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
        const avant = await rejoindrePole(tx, pole.id, { ...read.data, nom: visiteur.nom }, le)
        if (avant === 'attente')
          return redirectWith(c, polesUrl(), {
            genre: 'passe',
            fort: `Votre demande est déjà arrivée à ${pole.nom}.`,
            suite: 'Elle attend le visa de qui l’anime.',
          })
        if (avant !== 'active' && avant !== 'demandee')
          return c.html(
            <Vue
              form={withAlert(read.form, 'Ce pôle n’accueille pas en ce moment.')}
              pole={pole}
              prochaine={prochaine}
              o={o}
            />,
            409,
          )
        const a = await sonCourriel(tx, visiteur)
        if (avant === 'active') {
          const neuve = await accueillir(tx, pole.id, o.id, le)
          const animation = (await mandatsDuPole(tx, pole.id)).filter((m) => m.role === 'animation')
          if (a && neuve)
            await sendLater(
              tx,
              services,
              bienvenue(
                pole,
                animation.map((m) => m.nom),
                prochaine,
                a,
                config.origine,
              ),
            )
          await noter(tx, visiteur, pole.id, 'rejoindre-pole', `{pole:${pole.id}} est rejoint.`, le)
          return redirectWith(c, poleUrl({ pole: pole.id }), {
            genre: 'fait',
            fort: `Votre coopérative est ${de(pole.nom)}.`,
            suite: prochaine
              ? `Prochaine rencontre : ${direMoment(prochaine.debut, prochaine.fin, prochaine.zone)}.`
              : 'Vous serez prévenu·e de la prochaine rencontre.',
          })
        }
        if (a) await sendLater(tx, services, accuseDeDemande(pole, prochaine, a))
        return redirectWith(c, polesUrl(), {
          genre: 'fait',
          fort: `Votre demande est arrivée à ${pole.nom}.`,
          suite: 'Les personnes qui l’animent vous répondent par courriel.',
        })
      })
    })
}
