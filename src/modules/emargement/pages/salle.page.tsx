import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { verifierUrl } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { qrDataUrl } from '#platform/auth/totp.ts'
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
import { conflict, forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import type { Case } from '../db/lectures.ts'
import { dureePasseMs, type Passe } from '../domain/salle.ts'
import { lireTrace } from '../domain/trace.ts'
import { lireLesCodes } from '../gestes/codes-de-la-salle.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import {
  codeDuMoment,
  demanderLeCode,
  entrerDansLaSalle,
  fermerSalle,
  lireDansLaSalle,
  lireSalle,
  ouvrirSalle,
  passeDe,
  signerDansLaSalle,
} from '../gestes/salle.ts'
import type { VueTablette } from '../gestes/tablette.ts'
import { afficherSalleUrl, feuilleUrl, salleCodeUrl, salleNomUrl, salleUrl } from '../liens.ts'
import {
  agentDe,
  contexteDe,
  heureEn,
  horlogeDe,
  inscriptionDe,
  marqueDe,
  nommer,
  parGroupes,
  peutTenirLaFeuille,
} from './commun.ts'
import { Afficher, Ouvrir } from './salle-ecran.tsx'
import { contexte, ListeDesNoms } from './tablette.page.tsx'
import { Trace } from './trace.tsx'
import { neSeSignePlus } from './trop-tard.tsx'

const fields = z.object({
  code: facultatif(texte({ max: 20 })),
  attestation: attestation('Cochez la case pour attester votre présence.'),
  trace: facultatif(texte({ max: 20_000 })),
  horloge: facultatif(texte({ max: 30 })),
})
const seulLeGeste = z.object({})
type Formulaire = FormOf<typeof fields>

/** L’écran se reprend de lui-même, sans script : le code tourne toutes les trente secondes. */
const repriseS = 20
const temoin = 'salle'

const Morte = () => (
  <PublicPage
    title="Photographiez le code de la salle"
    lede="Celui que vous avez lu a tourné, ou dix minutes ont passé. L’écran de la salle en montre un autre : visez-le de nouveau. Sans écran, demandez votre lien ou la tablette à la personne qui forme."
  />
)

const Signer = ({ vue, c, salle, form }: { vue: VueTablette; c: Case; salle: string; form: Formulaire }) => {
  const { prenom, nom } = c.personne
  return (
    <SignaturePage
      title={`${prenom} ${nom}`}
      maison={vue.organisme}
      contexte={contexte(vue)}
      alert={form.alert}
      islands={['trace']}
    >
      <Form form={emptyForm()} classe="">
        <p>
          <Button geste="courriel" large>
            Recevoir mon code par courriel
          </Button>
        </p>
      </Form>
      <Form form={form} noms={{ code: 'Votre code', attestation: 'Attestation' }} classe="">
        <Field
          form={form}
          name="code"
          label="Votre code, à six chiffres"
          hint={`Reçu par courriel, ou dit par ${vue.demi.session.formateur}.`}
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={20}
        />
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
        <Trace sans="Sans tracé, votre code et la case cochée suffisent." />
        <p>
          <Button genre="call" large geste="signer">
            Signer ma présence
          </Button>
        </p>
      </Form>
      <p>
        <a href={salleUrl({ salle })}>Ce n’est pas moi : revenir à la liste</a>
      </p>
      <p class="sub">
        Le registre garde l’heure, ce téléphone et son adresse réseau, et que vous aviez le code ; rien
        d’autre.
      </p>
    </SignaturePage>
  )
}

const passeDuTelephone = (c: Context<Env>): Passe | undefined =>
  passeDe(c.get('services'), c.req.param('salle') ?? '', getCookie(c, temoin))

export const sallePages = new Hono<Env>()
  .use('/emargement/salle/*', async (c, next) => {
    c.header('referrer-policy', 'same-origin')
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex')
    await next()
  })
  .use(afficherSalleUrl.modele, exigerDroit('emargement.animer', 'emargement.suppleer'))
  .get(afficherSalleUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    const services = c.get('services')
    const vue =
      ctx?.seance &&
      (await lireFeuille(services, ctx.qui.acces, { session: ctx.session, seance: ctx.seance }))
    if (!ctx?.seance || !vue) return notFound(c)
    if (!peutTenirLaFeuille(ctx.visiteur, vue.demi))
      return forbidden(c, 'Le code de la salle s’affiche par qui anime la session.')
    const salle = await lireSalle(services, ctx.qui, ctx.seance)
    if (salle && c.req.query('ecran') === 'oui') {
      const code = codeDuMoment(services, salle)
      const qr = qrDataUrl(`${services.config.origine}${salleCodeUrl({ salle, code })}`)
      c.header('refresh', String(repriseS))
      return c.html(<Afficher vue={vue} code={code} qr={qr} />)
    }
    const fini = neSeSignePlus(vue.demi, services.clock.now())
    return c.html(<Ouvrir vue={vue} ouverte={salle !== undefined} fini={fini} />)
  })
  .post(afficherSalleUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const ou = { session: ctx.session, seance: ctx.seance }
    const read = await readForm(seulLeGeste, c)
    if (!read.ok) {
      const vue = await lireFeuille(services, ctx.qui.acces, ou)
      if (!vue) return notFound(c)
      return redirectWith(c, feuilleUrl(ou), {
        genre: 'mal',
        fort: 'Rien n’a été fait\u00a0: recommencez.',
      })
    }
    if (read.geste === 'codes') {
      const codes = await lireLesCodes(services, ctx.qui, ou)
      if (!codes.ok)
        return codes.error.code === 'pas-le-formateur' ? forbidden(c, codes.error.phrase) : notFound(c)
      const vue = await lireFeuille(services, ctx.qui.acces, ou)
      return vue
        ? c.html(
            <Ouvrir
              vue={vue}
              ouverte
              fini={neSeSignePlus(vue.demi, services.clock.now())}
              codes={codes.value}
            />,
          )
        : notFound(c)
    }
    const fermer = read.geste === 'fermer'
    const r = fermer ? await fermerSalle(services, ctx.qui, ou) : await ouvrirSalle(services, ctx.qui, ou)
    if (!r.ok) {
      if (r.error.code === 'introuvable') return notFound(c)
      return r.error.code === 'pas-le-formateur'
        ? forbidden(c, r.error.phrase)
        : conflict(c, r.error.phrase, 'Le code de la salle ne s’affiche pas')
    }
    return fermer
      ? redirectWith(c, feuilleUrl(ou), {
          genre: 'fait',
          fort: 'Le code de la salle est retiré.',
          suite: 'Ce qui est signé reste.',
        })
      : c.redirect(afficherSalleUrl(ou), 303)
  })
  .get(salleCodeUrl.modele, async (c) => {
    const services = c.get('services')
    const salle = c.req.param('salle')
    const r = await entrerDansLaSalle(services, { salle, code: c.req.param('code'), ip: clientIp(c) })
    if (!r.ok) return c.html(<Morte />, r.error.code === 'trop-d-essais' ? 429 : 404)
    setCookie(c, temoin, r.value.texte, {
      path: salleUrl({ salle }),
      httpOnly: true,
      sameSite: 'Lax',
      secure: services.config.origine.startsWith('https:'),
      maxAge: dureePasseMs / 1000,
    })
    return c.redirect(salleUrl({ salle }), 303)
  })
  .get(salleUrl.modele, async (c) => {
    const services = c.get('services')
    const passe = passeDuTelephone(c)
    const vue = passe && (await lireDansLaSalle(services, passe))
    if (!passe || !vue) return c.html(<Morte />, 404)
    return c.html(
      <SignaturePage title="Touchez votre nom" maison={vue.organisme} contexte={contexte(vue)}>
        <ListeDesNoms
          vue={vue}
          maintenant={services.clock.now()}
          lien={(inscription) => salleNomUrl({ salle: passe.salle, inscription })}
        />
      </SignaturePage>,
    )
  })
  .get(salleNomUrl.modele, async (c) => {
    const passe = passeDuTelephone(c)
    const vue = passe && (await lireDansLaSalle(c.get('services'), passe))
    const ici = vue?.cases.find((x) => x.inscription === inscriptionDe(c.req.param('inscription')))
    if (!passe || !vue || !ici) return c.html(<Morte />, 404)
    if (ici.presence.etat !== 'attendue') return c.redirect(salleUrl({ salle: passe.salle }), 303)
    return c.html(<Signer vue={vue} c={ici} salle={passe.salle} form={emptyForm()} />)
  })
  .post(salleNomUrl.modele, async (c) => {
    const services = c.get('services')
    const passe = passeDuTelephone(c)
    const vue = passe && (await lireDansLaSalle(services, passe))
    const inscription = inscriptionDe(c.req.param('inscription'))
    const ici = vue?.cases.find((x) => x.inscription === inscription)
    if (!passe || !vue || !ici || !inscription) return c.html(<Morte />, 404)
    const page = (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
      c.html(<Signer vue={vue} c={ici} salle={passe.salle} form={form} />, status)
    const geste = await readForm(seulLeGeste, c, { corps: 100_000 })
    if (geste.ok && geste.geste === 'courriel') {
      const r = await demanderLeCode(services, passe, inscription)
      return r.ok
        ? redirectWith(c, salleNomUrl({ salle: passe.salle, inscription }), {
            genre: 'fait',
            fort: 'Votre code part.',
            suite:
              'Il arrive à l’adresse que votre organisme connaît ; sans courriel, demandez-le à la personne qui forme.',
          })
        : page(
            withAlert(emptyForm<keyof z.input<typeof fields> & string>(), {
              titre: 'Le code n’est pas parti',
              phrase: r.error.phrase,
            }),
            409,
          )
    }
    const read = await readForm(fields, c, { corps: 100_000 })
    if (!read.ok) return page(read.form, read.status)
    const issue = await signerDansLaSalle(services, passe, {
      inscription,
      code: read.data.code ?? '',
      ip: clientIp(c),
      agent: agentDe(c),
      marque: marqueDe(c),
      horloge: horlogeDe(read.data.horloge),
      trace: read.data.trace === undefined ? undefined : lireTrace(read.data.trace),
      envoi: read.jeton ?? crypto.randomUUID(),
    })
    if (issue.etat === 'mort') return c.html(<Morte />, 404)
    if (issue.etat === 'refus')
      return page(withAlert(read.form, { titre: 'Rien n’a été signé', phrase: issue.refus.phrase }), 409)
    const { signe, case: qui } = issue
    return c.html(
      <SignaturePage
        title={signe.doublon ? 'Déjà signée' : 'Présence signée'}
        maison={issue.vue.organisme}
        contexte={contexte(issue.vue)}
      >
        <p role="status">
          <Etat
            etat="prouve"
            mot={
              signe.doublon
                ? 'Une première signature valait déjà ; celle-ci est gardée à côté'
                : `Signée à ${heureEn(issue.vue.demi, signe.le)}`
            }
          />
        </p>
        <Definitions
          lignes={[
            ['Stagiaire', `${qui.personne.prenom} ${qui.personne.nom}`],
            ['Demi-journée', nommer(issue.vue.demi)],
            ['Entrée du registre', String(signe.recu.numero)],
            ['Empreinte', parGroupes(signe.recu.empreinte)],
          ]}
        />
        <p class="sub">
          Gardez une image de cette page : le numéro et l’empreinte prouvent que votre signature est au
          registre. Ils se vérifient à tout moment, sans compte :{' '}
          <a href={withQuery(verifierUrl(), { e: signe.recu.empreinte })}>vérifier cette signature</a>.
        </p>
      </SignaturePage>,
    )
  })
