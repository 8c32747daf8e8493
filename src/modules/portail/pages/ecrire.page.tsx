import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { departements, estDepartement } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { newId } from '#platform/db/index.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Definitions,
  Field,
  FieldSection,
  Form,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, courriel, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { notFound, tooMany } from '#web/http/errors.tsx'
import { type DemandeDeContact, departementsTenus, lireDemande, type Sujet, sujets } from '../db/contacts.ts'
import { preuveDe, prouve, type Usage } from '../gestes/preuve.ts'
import {
  deposerUneDemande,
  direObjet,
  prouverUneDemande,
  suivreUneDemande,
} from '../gestes/recevoir-une-demande.ts'
import {
  ecrireUrl,
  formationsUrl,
  prouverDemandeUrl,
  suivreDemandeUrl,
  traiterDemandeUrl,
  unionUrl,
} from '../liens.ts'
import { CadreEtroit, ConfirmerParCourriel } from './cadre.tsx'
import { champsIndesirables, Gardes, garder } from './indesirables.tsx'

const noms = Object.keys(sujets) as [Sujet, ...Sujet[]]
const fields = z.object({
  ...champsIndesirables,
  departement: viaParser((t) => (estDepartement(t) ? t : undefined), 'Choisissez un département.', {
    vide: 'Choisissez un département.',
  }),
  sujet: choix(noms, { phrase: 'Choisissez un sujet.' }),
  nom: texte({ min: 2, max: 120, vide: 'Écrivez votre nom.' }),
  courriel: courriel(),
  texte: texte({ min: 10, max: 5000, vide: 'Écrivez votre message.' }),
})
type Formulaire = FormOf<typeof fields>

const direJour = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))
const etats = {
  'a-prouver': 'à confirmer',
  transmise: 'transmis, pas encore ouvert',
  prise: 'pris en charge',
  repondue: 'répondu',
} as const

/** Écrire à qui tient son département : confirmé par courriel, accusé, suivi. Sans compte. */
export const ecrirePage = (services: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>) => {
  const { db, clock, keys, config } = services
  const limites = createLimits(db, keys)
  const url = (chemin: string) => `${config.origine}${chemin}`

  const Vue = ({ form, tenus }: { form: Formulaire; tenus: readonly string[] }) => (
    <CadreEtroit
      title="Écrire à votre délégué·e"
      lede="Votre message va à la personne de l’Union qui suit votre département. Réponse sous trois jours ouvrés, d’ordinaire."
      canonique={url(ecrireUrl())}
      alert={form.alert}
    >
      {tenus.length === 0 ? (
        <p>
          Aucun·e délégué·e n’est encore inscrit·e ici : votre message n’arriverait à personne. Écrivez plutôt
          à un pôle, depuis <a href={unionUrl()}>l’accueil de l’Union</a>.
        </p>
      ) : (
        <Form
          form={form}
          noms={{
            departement: 'Département',
            sujet: 'Sujet',
            nom: 'Nom',
            courriel: 'Courriel',
            texte: 'Message',
          }}
        >
          <Gardes keys={keys} le={clock.now()} ouvert={fieldValue(form, 'ouvert')} />
          <FieldSection titre="Votre message">
            <SelectField
              form={form}
              name="departement"
              label="Département"
              vide="choisir"
              options={departements
                .filter(([code]) => tenus.includes('*') || tenus.includes(code))
                .map(([value, nom]) => ({ value, label: `${value} ${nom}` }))}
            />
            <SelectField
              form={form}
              name="sujet"
              label="Sujet"
              span={2}
              vide="choisir"
              options={noms.map((value) => ({ value, label: sujets[value] }))}
            />
            <TextArea form={form} name="texte" label="Message" rows={8} />
          </FieldSection>
          <FieldSection titre="Vous">
            <Field form={form} name="nom" label="Nom" autocomplete="name" />
            <Field form={form} name="courriel" label="Courriel" type="email" autocomplete="email" span={2} />
          </FieldSection>
          <Actions libelle="Envoyer le message">
            <span class="sub">Un courriel vous demandera de confirmer.</span>
          </Actions>
        </Form>
      )}
    </CadreEtroit>
  )
  const Suivi = ({ d, traiter, chemin }: { d: DemandeDeContact; traiter: boolean; chemin: string }) => (
    <CadreEtroit
      title={traiter ? 'Une demande' : 'Votre message'}
      lede={`${direObjet(d)}.`}
      canonique={url(ecrireUrl())}
    >
      <Definitions
        lignes={[
          ['État', etats[d.etat]],
          ['Reçu le', direJour(d.recueLe)],
          ...(d.delegue ? [['Chez', d.delegue] as const] : []),
          ...(d.priseLe ? [['Pris en charge le', direJour(d.priseLe)] as const] : []),
          ...(d.repondueLe ? [['Répondu le', direJour(d.repondueLe)] as const] : []),
        ]}
      />
      {d.ecrit ? (
        <>
          {traiter ? (
            <p>
              De {d.ecrit.nom}, <a href={`mailto:${encodeURI(d.ecrit.courriel)}`}>{d.ecrit.courriel}</a>
            </p>
          ) : null}
          <p class="lignes">{d.ecrit.texte}</p>
        </>
      ) : (
        <p class="sub">Le texte est effacé.</p>
      )}
      {traiter && d.etat !== 'repondue' ? (
        <Form form={emptyForm()} action={chemin} classe="court">
          <p class="gestes-l">
            {d.etat === 'transmise' ? (
              <Button genre="main" geste="prise">
                Je m’en occupe
              </Button>
            ) : null}
            <Button {...(d.etat === 'transmise' ? {} : { genre: 'main' as const })} geste="repondue">
              J’ai répondu
            </Button>
          </p>
        </Form>
      ) : null}
    </CadreEtroit>
  )

  /** La demande que désigne ce lien ; rien si la preuve ne vaut pas : comme une adresse qui n'existe pas. */
  const trouver = async (c: Context<Env>, usage: Usage) => {
    const id = asId<'Demande'>(c.req.param('demande') ?? '')
    if (!id || !prouve(keys, usage, id, c.req.param('preuve') ?? '')) return undefined
    const d = await db.withoutTenant((tx) => lireDemande(tx, keys, id))
    return d && { id, d }
  }

  return new Hono<Env>()
    .get(ecrireUrl(), async (c) => {
      const tenus = await db.withoutTenant(departementsTenus)
      const sujet = noms.find((n) => n === c.req.query('sujet'))
      return c.html(<Vue form={emptyForm(undefined, { sujet })} tenus={tenus} />)
    })
    .post(ecrireUrl(), async (c) => {
      const lu = await readForm(fields, c)
      const tenus = await db.withoutTenant(departementsTenus)
      if (!lu.ok) return c.html(<Vue form={lu.form} tenus={tenus} />, lu.status)
      const { data } = lu
      const garde = garder(keys, data, clock.now())
      if (!garde.ok) return c.html(<Vue form={withAlert(lu.form, garde.error.phrase)} tenus={tenus} />, 422)
      if (garde.value === 'piege') return c.html(<ConfirmerParCourriel canonique={url(ecrireUrl())} />)
      const permis =
        (await limites.allow('portail.ecrire.adresse', clientIp(c), { max: 10, fenetre: 3600 })) &&
        (await limites.allow('portail.ecrire.courriel', data.courriel, { max: 3, fenetre: 86_400 }))
      if (!permis) return tooMany(c, 3600)
      const le = clock.now()
      const id = (lu.jeton && asId<'Demande'>(lu.jeton)) || newId<'Demande'>(le)
      await db.withoutTenant((tx) => deposerUneDemande(services, tx, id, data, le))
      return c.html(<ConfirmerParCourriel canonique={url(ecrireUrl())} />)
    })
    .get(prouverDemandeUrl.modele, async (c) => {
      const t = await trouver(c, 'demande')
      if (!t) return notFound(c)
      if (t.d.etat !== 'a-prouver')
        return c.redirect(suivreDemandeUrl({ demande: t.id, preuve: preuveDe(keys, 'suivi', t.id) }), 303)
      return c.html(
        <CadreEtroit title="Confirmer votre message" lede={`${direObjet(t.d)}.`} canonique={url(ecrireUrl())}>
          <p class="lignes">{t.d.ecrit?.texte}</p>
          <Form form={emptyForm()} classe="court">
            <p class="gestes-l">
              <Button genre="main">C’est bien moi : l’envoyer</Button>
            </p>
          </Form>
        </CadreEtroit>,
      )
    })
    .post(prouverDemandeUrl.modele, async (c) => {
      const t = await trouver(c, 'demande')
      if (!t) return notFound(c)
      const parti = await db.withoutTenant((tx) =>
        prouverUneDemande(services, tx, t, c.req.param('preuve'), clock.now()),
      )
      // Retirée entre-temps, l’offre n’a plus de coopérative à qui l’envoyer.
      if (!parti && t.d.etat === 'a-prouver' && t.d.sujet === 'place' && t.d.ecrit)
        return c.html(
          <CadreEtroit
            title="Votre demande n’est pas partie"
            lede={`${direObjet(t.d)}.`}
            canonique={url(ecrireUrl())}
          >
            <p>
              Cette formation n’est plus en ligne : votre demande n’a été transmise à personne. Cherchez une
              autre formation parmi <a href={formationsUrl()}>celles qui sont en ligne</a>.
            </p>
          </CadreEtroit>,
          409,
        )
      return c.redirect(suivreDemandeUrl({ demande: t.id, preuve: preuveDe(keys, 'suivi', t.id) }), 303)
    })
    .get(suivreDemandeUrl.modele, async (c) => {
      const t = await trouver(c, 'suivi')
      return t ? c.html(<Suivi d={t.d} traiter={false} chemin="" />) : notFound(c)
    })
    .get(traiterDemandeUrl.modele, async (c) => {
      const t = await trouver(c, 'traitement')
      return t ? c.html(<Suivi d={t.d} traiter chemin={c.req.path} />) : notFound(c)
    })
    .post(traiterDemandeUrl.modele, async (c) => {
      const t = await trouver(c, 'traitement')
      if (!t) return notFound(c)
      const lu = await readForm(z.object({}), c)
      const geste = lu.ok && (lu.geste === 'prise' || lu.geste === 'repondue') ? lu.geste : undefined
      if (geste) await db.withoutTenant((tx) => suivreUneDemande(tx, t.id, geste, clock.now()))
      return c.redirect(c.req.path, 303)
    })
}
