import { Hono } from 'hono'
import { z } from 'zod'
import { lireDepartements, nomDepartement } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import { exigerInstance } from '#modules/comptes/index.ts'
import { joursDAnnonce, reglerLesNaissances, signaturesDUnPole } from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  CheckboxField,
  Definitions,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, courriel, entier, facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormState, readForm, withErrors } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { accessibiliteUrl, donneesPersonnellesUrl } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Delegue, lireMentions, listerDelegues, type MentionsLues } from '../db/contacts.ts'
import { garderLesMentions, garderUnDelegue } from '../gestes/regler-l-union.ts'
import { identitesUrl, mentionsUrl, reglagesUnionUrl } from '../liens.ts'
import { CadreEtroit } from './cadre.tsx'

const champsMentions = z.object({
  nom: texte({ max: 120 }),
  editeur: texte({ min: 3, max: 500, vide: 'Dites qui publie ce site.' }),
  directeur: texte({ min: 2, max: 200, vide: 'Dites qui dirige la publication.' }),
  hebergeur: texte({ min: 3, max: 500, vide: 'Dites qui héberge ce site.' }),
  contact: texte({ max: 254 }),
})
const champsDelegue = z.object({
  delegue: facultatif(identifiant((t) => asId<'Delegue'>(t))),
  nom: texte({ min: 2, max: 200, vide: 'Écrivez son nom.' }),
  courriel: courriel(),
  departements: texte({ max: 1000 }),
  parti: caseCochee(),
})

const champsSignatures = z.object({
  signatures: entier({ min: 1, max: 20, vide: 'Dites combien de coopératives signent.' }),
  annonces: entier({ min: 30, max: 1095, vide: 'Dites combien de jours.' }),
})

type VueProps = {
  delegues: readonly Delegue[]
  mentions: FormState
  delegue: FormState
  signatures: FormState
}
const Reglages = ({ delegues, mentions, delegue, signatures }: VueProps) => (
  <Page
    title="Site de l’Union"
    lede="Qui publie ce site, et qui répond aux messages, département par département."
    alert={mentions.alert ?? delegue.alert ?? signatures.alert}
  >
    <p>
      <a href={identitesUrl()}>Viser l’identité des coopératives arrivées par ce site</a>
    </p>
    <Section titre="Délégué·es" id="delegues">
      {delegues.length > 0 ? (
        <Table
          legende="Délégué·es, et ce que chacun reçoit"
          lignes={delegues}
          colonnes={[
            { titre: 'Nom', entete: true, cell: (d) => d.nom },
            { titre: 'Courriel', cell: (d) => <span class="casse">{d.courriel}</span> },
            {
              titre: 'Départements',
              cell: (d) =>
                d.departements.length > 0 ? d.departements.map(nomDepartement).join(', ') : 'tous les autres',
            },
            { titre: 'Reçues', nombre: true, cell: (d) => d.recues },
            { titre: 'Répondues', nombre: true, cell: (d) => d.repondues },
            {
              titre: 'Délai médian',
              cell: (d) => (d.delaiHeures === null ? 'pas encore' : `${Math.round(d.delaiHeures)}\u00a0h`),
            },
            {
              titre: 'Changer',
              cell: (d) => (
                <a href={`${reglagesUnionUrl()}?delegue=${d.id}#delegue`}>
                  Changer<span class="unseen"> : {d.nom}</span>
                </a>
              ),
            },
          ]}
        />
      ) : (
        <p>Personne encore : tant que la liste est vide, la page « Écrire à votre délégué·e » le dit.</p>
      )}
    </Section>
    <Form
      form={delegue}
      action={`${reglagesUnionUrl()}/delegues`}
      noms={{ nom: 'Nom', courriel: 'Courriel', departements: 'Départements' }}
    >
      <FieldSection titre="Inscrire, ou changer">
        <input type="hidden" id="delegue" name="delegue" value={delegue.values.get('delegue')?.[0] ?? ''} />
        <Field form={delegue} name="nom" label="Nom" />
        <Field form={delegue} name="courriel" label="Courriel" type="email" span={2} />
        <Field
          form={delegue}
          name="departements"
          label="Départements"
          optional
          span={3}
          hint="75, 77, 91 ; vide : tous ceux que personne ne tient"
        />
        {delegue.values.get('delegue')?.[0] ? (
          <CheckboxField form={delegue} name="parti" label="Ne reçoit plus rien" />
        ) : null}
      </FieldSection>
      <Actions libelle="Enregistrer" genre="main" />
    </Form>
    <Form
      form={signatures}
      action={`${reglagesUnionUrl()}/signatures`}
      noms={{ signatures: 'Coopératives qui signent', annonces: 'Durée d’une annonce' }}
    >
      <FieldSection titre="Vie des pôles">
        <Field
          form={signatures}
          name="signatures"
          label="Coopératives qui signent"
          inputmode="numeric"
          unite="coopératives"
          hint="pour qu’un pôle naisse, celle qui propose comprise ; trois, d’ordinaire"
        />
        <Field
          form={signatures}
          name="annonces"
          label="Durée d’une annonce"
          inputmode="numeric"
          unite="jours"
          hint="ce que chacune cherche et propose, sans être redit ; 180, d’ordinaire"
        />
      </FieldSection>
      <Actions libelle="Enregistrer ces nombres" genre="main" />
    </Form>
    <Form
      form={mentions}
      action={`${reglagesUnionUrl()}/mentions`}
      noms={{
        nom: 'Nom de l’Union',
        editeur: 'Éditeur',
        directeur: 'Direction de la publication',
        hebergeur: 'Hébergeur',
      }}
    >
      <FieldSection titre="Mentions légales">
        <Field
          form={mentions}
          name="nom"
          label="Nom de l’Union"
          optional
          span={2}
          hint="écrit en tête de chaque page du site"
        />
        <TextArea form={mentions} name="editeur" label="Éditeur" rows={3} hint="nom, forme, adresse, SIREN" />
        <Field form={mentions} name="directeur" label="Direction de la publication" span={2} />
        <Field form={mentions} name="contact" label="Contact" optional />
        <TextArea
          form={mentions}
          name="hebergeur"
          label="Hébergeur"
          rows={2}
          hint="nom, adresse, téléphone"
        />
      </FieldSection>
      <Actions libelle="Enregistrer les mentions" genre="main">
        <a href={mentionsUrl()}>La page publique</a>
      </Actions>
    </Form>
  </Page>
)

const Mentions = ({ m, canonique }: { m: MentionsLues; canonique: string }) => (
  <CadreEtroit
    title="Mentions légales"
    lede="Qui publie ce site, et où il est hébergé (loi n° 2004-575 du 21 juin 2004, article 1-1)."
    canonique={canonique}
  >
    {m.editeur === '' ? (
      <p>Ces mentions ne sont pas encore remplies par qui administre l’instance.</p>
    ) : (
      <Definitions
        lignes={[
          ['Éditeur', <span class="lignes">{m.editeur}</span>],
          ['Direction de la publication', m.directeur],
          ['Hébergeur', <span class="lignes">{m.hebergeur}</span>],
          ...(m.contact ? [['Contact', m.contact] as const] : []),
        ]}
      />
    )}
    <p>
      Le logiciel est libre (AGPL) : chacun peut le lire, l’employer et le corriger. Ce site ne pose aucun
      témoin de mesure et n’appelle aucun service tiers. Voir aussi{' '}
      <a href={donneesPersonnellesUrl()}>les données personnelles</a> et{' '}
      <a href={accessibiliteUrl()}>la déclaration d’accessibilité</a>.
    </p>
  </CadreEtroit>
)

/** `/mentions-legales`, et `/instance/union` où qui administre l'instance les tient, avec les délégué·es. */
export const mentionsPage = ({ db, clock, config }: Pick<Services, 'db' | 'clock' | 'config'>) => {
  const enForm = (m: MentionsLues): FormState => emptyForm(undefined, { ...m })
  const app = new Hono<Env>()
    .get(mentionsUrl(), async (c) => {
      const m = await db.withoutTenant(lireMentions)
      return c.html(<Mentions m={m} canonique={`${config.origine}${mentionsUrl()}`} />)
    })
    .use(reglagesUnionUrl(), exigerInstance())
    .use(`${reglagesUnionUrl()}/*`, exigerInstance())
  /** La page entière ; ce qui n'est pas en cause se relit de la base. */
  const vue = async (tx: TenantTx, f: Partial<Omit<VueProps, 'delegues'>> = {}) => (
    <Reglages
      delegues={await listerDelegues(tx)}
      mentions={f.mentions ?? enForm(await lireMentions(tx))}
      delegue={f.delegue ?? emptyForm()}
      signatures={
        f.signatures ??
        emptyForm(undefined, {
          signatures: String(await signaturesDUnPole(tx)),
          annonces: String(await joursDAnnonce(tx)),
        })
      }
    />
  )
  return app
    .get(reglagesUnionUrl(), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const choisi = (await listerDelegues(tx)).find((d) => d.id === c.req.query('delegue'))
        return c.html(
          await vue(
            tx,
            choisi
              ? {
                  delegue: emptyForm(undefined, {
                    delegue: choisi.id,
                    nom: choisi.nom,
                    courriel: choisi.courriel,
                    departements: choisi.departements.join(', '),
                  }),
                }
              : {},
          ),
        )
      }),
    )
    .post(`${reglagesUnionUrl()}/signatures`, async (c) => {
      const lu = await readForm(champsSignatures, c)
      return pourVisiteur(c, db, async (tx) => {
        if (!lu.ok) return c.html(await vue(tx, { signatures: lu.form }), lu.status)
        await reglerLesNaissances(tx, lu.data, clock.now())
        return redirectWith(c, reglagesUnionUrl(), { genre: 'fait', fort: 'C’est enregistré.' })
      })
    })
    .post(`${reglagesUnionUrl()}/mentions`, async (c) => {
      const lu = await readForm(champsMentions, c)
      return pourVisiteur(c, db, async (tx) => {
        if (!lu.ok) return c.html(await vue(tx, { mentions: lu.form }), lu.status)
        await garderLesMentions(tx, lu.data, clock.now())
        return redirectWith(c, reglagesUnionUrl(), { genre: 'fait', fort: 'Les mentions sont enregistrées.' })
      })
    })
    .post(`${reglagesUnionUrl()}/delegues`, async (c) => {
      const lu = await readForm(champsDelegue, c)
      return pourVisiteur(c, db, async (tx) => {
        if (!lu.ok) return c.html(await vue(tx, { delegue: lu.form }), lu.status)
        const departements = lireDepartements(lu.data.departements)
        const le = clock.now()
        const id = lu.data.delegue ?? (lu.jeton && asId<'Delegue'>(lu.jeton)) ?? newId<'Delegue'>(le)
        const fait = await garderUnDelegue(
          tx,
          {
            id: id || newId<'Delegue'>(le),
            nom: lu.data.nom,
            courriel: lu.data.courriel,
            dits: lu.data.departements,
            lus: departements,
            parti: lu.data.parti,
          },
          le,
        )
        if (!fait.ok)
          return c.html(
            await vue(tx, { delegue: withErrors(lu.form, { departements: fait.error.phrase }) }),
            422,
          )
        return redirectWith(c, reglagesUnionUrl(), {
          genre: 'fait',
          fort: lu.data.parti ? 'Cette personne ne reçoit plus rien.' : 'C’est enregistré.',
        })
      })
    })
}
