import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { verifierUrl } from '#modules/documents/index.ts'
import { isToken } from '#platform/auth/token.ts'
import {
  Button,
  CheckboxField,
  Definitions,
  Etat,
  Field,
  Form,
  PublicPage,
  SignaturePage,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { attestation, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import type { RecuDeLien } from '../db/recu.ts'
import { direOuverture, fenetreDe } from '../domain/signer-demi-journee.ts'
import { lireTrace } from '../domain/trace.ts'
import { demanderLeCodeDuLien } from '../gestes/code-du-lien.ts'
import { ouEst } from '../gestes/composer.ts'
import { lireLien, signerParLien, type VueDuLien } from '../gestes/par-lien.ts'
import { codeDuLienUrl, signerUrl } from '../liens.ts'
import {
  agentDe,
  capitale,
  etatDe,
  fermeture,
  heureEn,
  horlogeDe,
  marqueDe,
  momentDe,
  nommer,
  parGroupes,
} from './commun.ts'
import { Trace } from './trace.tsx'

const fields = z.object({
  attestation: attestation('Cochez la case pour attester votre présence.'),
  trace: facultatif(texte({ max: 20_000 })),
  horloge: facultatif(texte({ max: 30 })),
  /** Six chiffres, quand la coopérative ou un financeur en veut au lien. */
  code: facultatif(texte({ max: 20 })),
})
type Formulaire = FormOf<typeof fields>

const rangs = [
  'Première',
  'Deuxième',
  'Troisième',
  'Quatrième',
  'Cinquième',
  'Sixième',
  'Septième',
  'Huitième',
]
const enLettres = (vue: VueDuLien): string => {
  const rang = vue.demis.findIndex(([d]) => d.seance.id === vue.demi.seance.id)
  return `${rangs[rang] ?? `${rang + 1}ᵉ`} demi-journée sur ${vue.demis.length}.`
}

const contexte = ({ demi }: VueDuLien) =>
  `${demi.session.intitule}, avec ${demi.session.formateur}, ${ouEst(demi)}`

const Demis = ({ vue, maintenant }: { vue: VueDuLien; maintenant: Date }) => (
  <>
    <h2>Vos demi-journées</h2>
    <ul class="demis">
      {vue.demis.map(([d, c]) => {
        const e = etatDe(d, c, maintenant)
        return (
          <li class={d.seance.id === vue.demi.seance.id ? 'la' : undefined}>
            <span>
              {formaterDate(d.seance.date, 'complet').split(' ').slice(0, 1)} {Number(d.seance.date.slice(8))}
              , {momentDe(d)}
            </span>{' '}
            <Etat etat={e.etat} mot={e.mot} />
          </li>
        )
      })}
    </ul>
  </>
)

/** Au-dessus de la signature, quand le lien ne suffit pas : d’où faire venir le code. */
const DemanderLeCode = ({ vue, jeton }: { vue: VueDuLien; jeton: string }) => {
  if (!vue.code) return null
  if (vue.code.par === 'aucun')
    return (
      <p>
        {vue.organisme} demande ici un code, et n’a de vous ni téléphone mobile ni courriel. Signez avec{' '}
        {vue.demi.session.formateur}, sur son appareil.
      </p>
    )
  return (
    <Form form={emptyForm()} action={codeDuLienUrl({ jeton })} classe="">
      <p>
        <Button large>
          Recevoir mon code par {vue.code.par === 'sms' ? 'SMS' : 'courriel'} ({vue.code.a})
        </Button>
      </p>
    </Form>
  )
}

const Signer = ({
  vue,
  form,
  maintenant,
  jeton,
}: {
  vue: VueDuLien
  form: Formulaire
  maintenant: Date
  jeton: string
}) => {
  const { demi, case: c } = vue
  const { prenom, nom } = c.personne
  const e = etatDe(demi, c, maintenant)
  const signable = e.etat === 'manquant' && e.mot === 'à signer' && !demi.seance.close
  return (
    <SignaturePage
      title={capitale(formaterDate(demi.seance.date, 'complet'))}
      maison={vue.organisme}
      contexte={contexte(vue)}
      alert={form.alert}
      islands={signable ? ['trace'] : []}
    >
      <p class="grand">
        <span>{momentDe(demi)},</span> {formaterCreneau(demi.seance.debut, demi.seance.fin)}
      </p>
      {signable ? (
        <>
          <p>
            {enLettres(vue)} Vous pouvez signer jusqu’à <strong>{fermeture(demi)}</strong>.
          </p>
          <DemanderLeCode vue={vue} jeton={jeton} />
          <Form form={form} noms={{ attestation: 'Attestation', code: 'Code' }} classe="">
            {vue.code && vue.code.par !== 'aucun' ? (
              <Field
                form={form}
                name="code"
                label="Votre code, à six chiffres"
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength={20}
              />
            ) : null}
            <CheckboxField
              form={form}
              name="attestation"
              large
              label={
                <>
                  Je suis{' '}
                  <strong>
                    {prenom} {nom}
                  </strong>{' '}
                  et j’atteste ma présence à cette demi-journée.
                </>
              }
            />
            <Trace
              sans={
                vue.code
                  ? 'Sans tracé, votre code et la case cochée suffisent.'
                  : 'Sans tracé, la case cochée et ce lien personnel suffisent.'
              }
            />
            <p>
              <Button genre="call" large>
                Signer ma présence
              </Button>
            </p>
          </Form>
          <p class="sub">
            Ce lien n’est qu’à vous. Il garde l’heure, l’appareil et l’adresse réseau de la signature, rien
            d’autre. Vous n’êtes pas {prenom} {nom} ? Ne signez pas, et dites-le à {demi.session.formateur}.
            Il demande du réseau : s’il n’y en a pas ici, {demi.session.formateur} peut vous faire signer sur
            son propre appareil.
          </p>
        </>
      ) : (
        <p>
          {enLettres(vue)}{' '}
          {e.etat === 'a-venir'
            ? `La signature s’ouvre ${direOuverture(demi.seance.avanceMin)} de la demi-journée, à ${heureEn(demi, fenetreDe(demi.seance).ouvreLe)}. Gardez ce lien.`
            : form.alert
              ? null
              : phraseFermee(vue)}
        </p>
      )}
      <Demis vue={vue} maintenant={maintenant} />
    </SignaturePage>
  )
}

const phraseFermee = ({ demi, case: c }: VueDuLien): string =>
  c.presence.etat === 'signee'
    ? 'Votre présence est déjà au registre.'
    : c.presence.etat === 'absente'
      ? `Vous êtes noté absent à cette demi-journée. Si c’est une erreur, dites-le à ${demi.session.formateur}, qui peut régulariser.`
      : `Le temps pour signer est passé. Si vous étiez là, dites-le à ${demi.session.formateur}, qui peut régulariser avec un motif.`

const Recu = ({
  maison,
  titre,
  phrase,
  empreinte,
  lignes,
}: {
  maison: string
  titre: string
  phrase: string
  empreinte: string
  lignes: readonly (readonly [string, string])[]
}) => (
  <SignaturePage title={titre} maison={maison}>
    <p role="status">
      <Etat etat="prouve" mot={phrase} />
    </p>
    <Definitions lignes={lignes} />
    <p class="sub">
      Gardez une image de cette page : le numéro et l’empreinte prouvent que votre signature est au registre,
      sans avoir à nous croire. Ils se vérifient à tout moment, sans compte :{' '}
      <a href={withQuery(verifierUrl(), { e: empreinte })}>vérifier cette signature</a>.
    </p>
  </SignaturePage>
)

const Servi = ({ recu }: { recu: RecuDeLien }) => (
  <Recu
    maison={recu.organisme}
    titre="Déjà signé"
    phrase="Vous avez déjà signé cette demi-journée"
    empreinte={recu.empreinte}
    lignes={[
      ['Le', formaterDate(jourLocal(recu.signeeLe, ZONE_PAR_DEFAUT), 'complet')],
      ['Entrée du registre', String(recu.numero)],
      ['Empreinte', parGroupes(recu.empreinte)],
    ]}
  />
)

const Mort = () => (
  <PublicPage
    title="Ce lien ne vaut plus"
    lede="Il a expiré, un autre l’a remplacé, ou l’adresse est incomplète. Si vous étiez là, dites-le à la personne qui forme : elle peut renvoyer un lien, ou régulariser."
  />
)

/**
 * L’adresse est un secret : ni indexée, ni gardée, ni transmise au site d’après. Le reçu se lit dans la réponse même de
 * l’envoi, car le lien servi n’ouvre plus rien.
 */
export const signerDemiJourneePage = new Hono<Env>()
  .use(signerUrl.modele, async (c, next) => {
    // « no-referrer » ferait partir l'envoi sans origine (Origin: null), et la garde des formulaires le refuserait.
    c.header('referrer-policy', 'same-origin')
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex')
    await next()
  })
  .get(signerUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const services = c.get('services')
    const lien = isToken(jeton) ? await lireLien(services, jeton) : { etat: 'mort' as const }
    if (lien.etat === 'mort') return c.html(<Mort />, 404)
    if (lien.etat === 'servi') return c.html(<Servi recu={lien.recu} />)
    marqueDe(c)
    return c.html(
      <Signer vue={lien.vue} form={emptyForm()} maintenant={services.clock.now()} jeton={jeton} />,
    )
  })
  .post(codeDuLienUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const services = c.get('services')
    const read = await readForm(z.object({}), c)
    if (!isToken(jeton) || !read.ok) return c.html(<Mort />, 404)
    const r = await demanderLeCodeDuLien(services, jeton)
    if (r.ok)
      return redirectWith(c, signerUrl({ jeton }), {
        genre: 'fait',
        fort: 'Votre code part.',
        suite: r.value.par === 'sms' ? 'Il arrive par SMS.' : 'Il arrive par courriel.',
      })
    const lien = await lireLien(services, jeton)
    if (lien.etat === 'mort') return c.html(<Mort />, 404)
    if (lien.etat === 'servi') return c.html(<Servi recu={lien.recu} />, 409)
    return c.html(
      <Signer
        vue={lien.vue}
        form={withAlert(emptyForm<'code' | 'attestation' | 'trace' | 'horloge'>(), {
          titre: 'Le code n’est pas parti',
          phrase: r.error.phrase,
        })}
        maintenant={services.clock.now()}
        jeton={jeton}
      />,
      409,
    )
  })
  .post(signerUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const services = c.get('services')
    if (!isToken(jeton)) return c.html(<Mort />, 404)
    const read = await readForm(fields, c, { corps: 100_000 })
    if (!read.ok) {
      const lien = await lireLien(services, jeton)
      if (lien.etat === 'mort') return c.html(<Mort />, 404)
      if (lien.etat === 'servi') return c.html(<Servi recu={lien.recu} />, 409)
      return c.html(
        <Signer vue={lien.vue} form={read.form} maintenant={services.clock.now()} jeton={jeton} />,
        read.status,
      )
    }
    const issue = await signerParLien(services, jeton, {
      ip: clientIp(c),
      agent: agentDe(c),
      marque: marqueDe(c),
      horloge: horlogeDe(read.data.horloge),
      trace: read.data.trace === undefined ? undefined : lireTrace(read.data.trace),
      code: read.data.code,
    })
    switch (issue.etat) {
      case 'mort':
        return c.html(<Mort />, 404)
      case 'servi':
        return c.html(<Servi recu={issue.recu} />, 409)
      case 'refus':
        return c.html(
          <Signer
            vue={issue.vue}
            form={withAlert(read.form, { titre: 'Rien n’a été signé', phrase: issue.refus.phrase })}
            maintenant={services.clock.now()}
            jeton={jeton}
          />,
          409,
        )
      case 'signe': {
        const { vue, signe } = issue
        return c.html(
          <Recu
            maison={vue.organisme}
            titre={signe.doublon ? 'Déjà signée' : 'Présence signée'}
            phrase={
              signe.doublon
                ? 'Une première signature valait déjà ; celle-ci est gardée à côté'
                : `Signée à ${heureEn(vue.demi, signe.le)}`
            }
            empreinte={signe.recu.empreinte}
            lignes={[
              ['Stagiaire', `${vue.case.personne.prenom} ${vue.case.personne.nom}`],
              ['Demi-journée', nommer(vue.demi)],
              ['Entrée du registre', String(signe.recu.numero)],
              ['Empreinte', parGroupes(signe.recu.empreinte)],
            ]}
          />,
        )
      }
    }
  })
