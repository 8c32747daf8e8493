import { Hono } from 'hono'
import { z } from 'zod'
import { formaterCreneau } from '#kernel/heures.ts'
import { demandeDInitiales } from '#kernel/initiales.ts'
import { compter } from '#kernel/texte.ts'
import { gestesDe, jetonDe, oterTemoin } from '#modules/comptes/index.ts'
import { verifierUrl } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  Button,
  ButtonLink,
  CheckboxField,
  Definitions,
  Empty,
  Etat,
  Field,
  Form,
  Page,
  PublicPage,
  SignaturePage,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { attestation, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { conflict, forbidden, notFound } from '#web/http/errors.tsx'
import { connexionUrl, withQuery } from '#web/links.ts'
import type { Case } from '../db/lectures.ts'
import { fenetreDe } from '../domain/signer-demi-journee.ts'
import { lireTrace } from '../domain/trace.ts'
import { ouEst } from '../gestes/composer.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { lireTablette, ouvrirTablette, signerSurTablette, type VueTablette } from '../gestes/tablette.ts'
import { feuilleUrl, ouvrirTabletteUrl, rendreTabletteUrl, tabletteNomUrl, tabletteUrl } from '../liens.ts'
import {
  agentDe,
  capitale,
  contexteDe,
  etatDe,
  fermeture,
  heureEn,
  horlogeDe,
  inscriptionDe,
  marqueDe,
  nommer,
  parGroupes,
  peutTenirLaFeuille,
} from './commun.ts'
import { Trace } from './trace.tsx'
import { neSeSignePlus, TropTard } from './trop-tard.tsx'

const fields = z.object({
  initiales: texte({ min: 1, max: 120, vide: 'Écrivez vos initiales.' }),
  attestation: attestation('Cochez la case pour attester votre présence.'),
  trace: facultatif(texte({ max: 20_000 })),
  horloge: facultatif(texte({ max: 30 })),
})
type Formulaire = FormOf<typeof fields>

export const contexte = ({ demi }: VueTablette) =>
  `${demi.session.intitule}, avec ${demi.session.formateur}, ${ouEst(demi)}. ${capitale(nommer(demi))}, ${formaterCreneau(demi.seance.debut, demi.seance.fin)}.`

const Morte = () => (
  <PublicPage
    title="Cette tablette est fermée"
    lede="La demi-journée est finie, la tablette a été retirée, ou l’adresse est incomplète. Rendez l’appareil à la personne qui forme."
  />
)

/** La liste des noms, chacun touche le sien ; `lien` : où mène un nom. */
export const ListeDesNoms = ({
  vue: { demi, cases },
  maintenant,
  lien,
}: {
  vue: VueTablette
  maintenant: Date
  lien: (inscription: string) => string
}) => {
  const { ouvreLe, fermeLe } = fenetreDe(demi.seance)
  const attendues = cases.filter((c) => c.presence.etat === 'attendue')
  const ouverte = !demi.seance.close && maintenant >= ouvreLe && maintenant <= fermeLe
  const autres = cases.filter((c) => !ouverte || c.presence.etat !== 'attendue')
  return (
    <>
      {cases.length === 0 ? (
        <Empty titre="Personne n’est inscrit à cette session">Dites-le à la personne qui forme.</Empty>
      ) : ouverte ? (
        <>
          <p role="status">
            {attendues.length === 0
              ? 'Chacun a signé ou a été noté.'
              : `${compter(attendues.length, 'signature')} à recueillir, jusqu’à ${fermeture(demi)}.`}
          </p>
          <ul class="noms">
            {attendues.map((c) => (
              <li>
                <a class="button large" href={lien(c.inscription)}>
                  {c.personne.prenom} {c.personne.nom}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p role="status">
          {demi.seance.close
            ? 'La feuille est close.'
            : maintenant < ouvreLe
              ? `On signe à partir de ${heureEn(demi, ouvreLe)}. Rechargez cette page à ce moment-là.`
              : 'Le temps pour signer est passé. La personne qui forme peut régulariser.'}
        </p>
      )}
      {autres.length > 0 ? (
        <ul class="demis">
          {autres.map((c) => {
            const e = etatDe(demi, c, maintenant)
            return (
              <li>
                <span>
                  {c.personne.prenom} {c.personne.nom}
                </span>{' '}
                <Etat etat={e.etat} mot={c.presence.etat === 'absente' ? 'voir avec qui forme' : e.mot} />
              </li>
            )
          })}
        </ul>
      ) : null}
    </>
  )
}

/** Sur la tablette : rien d’autre à toucher que les noms, sinon rendre l’appareil. */
const Noms = ({ vue, jeton, maintenant }: { vue: VueTablette; jeton: string; maintenant: Date }) => (
  <SignaturePage title="Touchez votre nom" maison={vue.organisme} contexte={contexte(vue)}>
    <ListeDesNoms
      vue={vue}
      maintenant={maintenant}
      lien={(inscription) => tabletteNomUrl({ jeton, inscription })}
    />
    <p class="sub">
      <a href={rendreTabletteUrl({ jeton })}>Rendre l’appareil</a>
    </p>
  </SignaturePage>
)

const Signer = ({ vue, c, jeton, form }: { vue: VueTablette; c: Case; jeton: string; form: Formulaire }) => {
  const { prenom, nom } = c.personne
  const demande = demandeDInitiales(c.personne)
  return (
    <SignaturePage
      title={`${prenom} ${nom}`}
      maison={vue.organisme}
      contexte={contexte(vue)}
      alert={form.alert}
      islands={['trace']}
    >
      <Form form={form} noms={{ initiales: 'Initiales', attestation: 'Attestation' }} classe="">
        <Field form={form} name="initiales" label={demande.libelle} hint={demande.aide} maxlength={120} />
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
        <Trace sans="Sans tracé, vos initiales et la case cochée suffisent." />
        <p>
          <Button genre="call" large>
            Signer ma présence
          </Button>
        </p>
      </Form>
      <p>
        <a href={tabletteUrl({ jeton })}>Ce n’est pas moi : revenir à la liste</a>
      </p>
      <p class="sub">Le registre garde l’heure, cet appareil et son adresse réseau, rien d’autre.</p>
    </SignaturePage>
  )
}

export const tablettePages = new Hono<Env>()
  .use('/emargement/tablette/*', async (c, next) => {
    c.header('referrer-policy', 'same-origin')
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex')
    await next()
  })
  .use(ouvrirTabletteUrl.modele, exigerDroit('emargement.animer', 'emargement.suppleer'))
  .get(ouvrirTabletteUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    const vue =
      ctx?.seance &&
      (await lireFeuille(c.get('services'), ctx.qui.acces, { session: ctx.session, seance: ctx.seance }))
    if (!ctx?.seance || !vue) return notFound(c)
    if (!peutTenirLaFeuille(ctx.visiteur, vue.demi))
      return forbidden(c, 'La tablette s’ouvre par qui anime la session.')
    const feuille = feuilleUrl({ session: ctx.session, seance: ctx.seance })
    return c.html(
      <Page
        title="Signer sur une tablette"
        lede={`${capitale(nommer(vue.demi))}. L’appareil circule dans la salle ; chacun touche son nom et signe.`}
        path={[{ libelle: vue.demi.session.numero, href: feuille }]}
      >
        {neSeSignePlus(vue.demi, c.get('services').clock.now()) ? (
          <TropTard demi={vue.demi} />
        ) : (
          <Form form={emptyForm()}>
            <p>
              Cet appareil va quitter votre compte : entre les mains des stagiaires, il ne montre que la liste
              des noms et ne fait que signer cette demi-journée, jusqu’à {fermeture(vue.demi)}. Pour reprendre
              la main, vous vous reconnecterez.
            </p>
            <p class="gestes-l gestes-f">
              <Button genre="call">Ouvrir la tablette sur cet appareil</Button>{' '}
              <ButtonLink href={feuille}>Revenir à la feuille</ButtonLink>
            </p>
          </Form>
        )}
      </Page>,
    )
  })
  .post(ouvrirTabletteUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx?.seance) return notFound(c)
    const services = c.get('services')
    const r = await ouvrirTablette(services, ctx.qui, { session: ctx.session, seance: ctx.seance })
    if (!r.ok) {
      if (r.error.code === 'introuvable') return notFound(c)
      return r.error.code === 'pas-le-formateur'
        ? forbidden(c, r.error.phrase)
        : conflict(c, r.error.phrase, 'La tablette ne s’ouvre pas')
    }
    // L’appareil passe de main en main : il ne garde rien de la session de qui forme.
    const jeton = jetonDe(c)
    if (jeton) await gestesDe(services).deconnecter(jeton)
    oterTemoin(c)
    // Revenir en arrière ne remontre pas la feuille : le navigateur oublie aussi les pages qu’il gardait.
    c.header('clear-site-data', '"cache"')
    return c.redirect(tabletteUrl({ jeton: r.value.jeton }), 303)
  })
  .get(tabletteUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const services = c.get('services')
    const vue = await lireTablette(services, jeton)
    return vue
      ? c.html(<Noms vue={vue} jeton={jeton} maintenant={services.clock.now()} />)
      : c.html(<Morte />, 404)
  })
  .get(rendreTabletteUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const vue = await lireTablette(c.get('services'), jeton)
    if (!vue) return c.html(<Morte />, 404)
    const { session, seance } = { session: vue.demi.session.id, seance: vue.demi.seance.id }
    return c.html(
      <SignaturePage title="Rendre l’appareil" maison={vue.organisme} contexte={contexte(vue)}>
        <p>Remettez l’appareil à {vue.demi.session.formateur}. Pour en sortir, il faut se connecter.</p>
        <p>
          <ButtonLink
            genre="call"
            href={withQuery(connexionUrl(), { suite: feuilleUrl({ session, seance }) })}
          >
            Se connecter
          </ButtonLink>
        </p>
        <p>
          <a href={tabletteUrl({ jeton })}>Revenir à la liste</a>
        </p>
      </SignaturePage>,
    )
  })
  .get(tabletteNomUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const vue = await lireTablette(c.get('services'), jeton)
    const inscription = inscriptionDe(c.req.param('inscription'))
    const ici = vue?.cases.find((x) => x.inscription === inscription)
    if (!vue || !ici) return c.html(<Morte />, 404)
    // Déjà signée ou notée : la liste le dit.
    if (ici.presence.etat !== 'attendue') return c.redirect(tabletteUrl({ jeton }), 303)
    return c.html(<Signer vue={vue} c={ici} jeton={jeton} form={emptyForm()} />)
  })
  .post(tabletteNomUrl.modele, async (c) => {
    const jeton = c.req.param('jeton')
    const services = c.get('services')
    const inscription = inscriptionDe(c.req.param('inscription'))
    const vue = await lireTablette(services, jeton)
    const ici = vue?.cases.find((x) => x.inscription === inscription)
    if (!vue || !ici || !inscription) return c.html(<Morte />, 404)
    const read = await readForm(fields, c, { corps: 100_000 })
    if (!read.ok) return c.html(<Signer vue={vue} c={ici} jeton={jeton} form={read.form} />, read.status)
    const issue = await signerSurTablette(services, jeton, {
      inscription,
      initiales: read.data.initiales,
      ip: clientIp(c),
      agent: agentDe(c),
      marque: marqueDe(c),
      horloge: horlogeDe(read.data.horloge),
      trace: read.data.trace === undefined ? undefined : lireTrace(read.data.trace),
      envoi: read.jeton ?? crypto.randomUUID(),
    })
    switch (issue.etat) {
      case 'mort':
        return c.html(<Morte />, 404)
      case 'refus':
        return c.html(
          <Signer
            vue={issue.vue}
            c={issue.case}
            jeton={jeton}
            form={withAlert(read.form, { titre: 'Rien n’a été signé', phrase: issue.refus.phrase })}
          />,
          409,
        )
      case 'signe': {
        const { signe, case: c2 } = issue
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
                ['Stagiaire', `${c2.personne.prenom} ${c2.personne.nom}`],
                ['Entrée du registre', String(signe.recu.numero)],
                ['Empreinte', parGroupes(signe.recu.empreinte)],
              ]}
            />
            <p>
              <ButtonLink genre="call" href={tabletteUrl({ jeton })}>
                {issue.vue.cases.some(
                  (x) => x.presence.etat === 'attendue' && x.inscription !== c2.inscription,
                )
                  ? 'Passer à la personne suivante'
                  : 'Tout le monde a répondu : revenir à la feuille'}
              </ButtonLink>
            </p>
            <p class="sub">
              Une photo de ce reçu vous suffit : le numéro et l’empreinte se vérifient à tout moment, sans
              compte, sur {c.get('services').config.origine}
              {verifierUrl()}.
            </p>
          </SignaturePage>,
        )
      }
    }
  })
