import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { heureLocale, instantDe, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { isToken } from '#platform/auth/token.ts'
import { Button, CheckboxField, Definitions, Etat, Form, PublicPage, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import type { Refus } from '#web/form-state.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { notFound } from '#web/http/errors.tsx'
import { direEnvoi } from '../domain/dire-envoi.ts'
import { nomDuGenre } from '../domain/genres.ts'
import { nomDeFichier } from '../domain/piece.ts'
import { rendezVousFige } from '../domain/rendez-vous-fige.ts'
import { masquerCourriel } from '../domain/signer-piece.ts'
import {
  envoyerCode,
  lireDemandeParLien,
  lirePdfParLien,
  refuserParLien,
  signerParLien,
  type VueDeDemande,
} from '../gestes/signer-par-lien.ts'
import { signerPiecePdfUrl, signerPieceUrl } from '../liens.ts'
import type { PrisesDocuments } from '../prises.ts'
import { lienMort } from './lien-mort.tsx'
import { pdfResponse } from './pdf-response.ts'
import { RenoncerIci, renoncerPages } from './renoncer.page.tsx'
import { fautesDeSignature, Signer } from './signer-form.tsx'

const fields = z.object({
  nom: texte({ max: 200 }),
  qualite: texte({ max: 120 }),
  consentement: caseCochee(),
  anticipe: caseCochee(),
  code: texte({ max: 20 }),
  motif: texte({ max: 500 }),
})
type Saisie = z.output<typeof fields>
type Formulaire = FormOf<typeof fields>

const quand = (le: Date): string => {
  const { date, minute } = heureLocale(le, ZONE_PAR_DEFAUT)
  return `${formaterDate(date, 'complet')} à ${formaterHeure(minute)}`
}

const Pieces = ({ vue, jeton }: { vue: VueDeDemande; jeton: string }) => (
  <ul>
    {[vue.piece, ...vue.jointes].map((p, rang) => (
      <li>
        <a href={signerPiecePdfUrl({ jeton, fichier: `${rang}.pdf` })} target="_blank" rel="noopener">
          Lire « {nomDuGenre(p.genre)} », {p.numero}
        </a>{' '}
        <span class="sub">PDF, nouvelle fenêtre</span>
      </li>
    ))}
  </ul>
)

const Faite = ({ vue, jeton }: { vue: VueDeDemande; jeton: string }) =>
  vue.signature ? (
    <>
      <p role="status">
        <Etat etat="prouve" mot={vue.demande.acte === 'accuse' ? 'Réception enregistrée' : 'Pièce signée'} />
      </p>
      <Definitions
        lignes={[
          ['Par', `${vue.signature.nom}${vue.signature.qualite ? `, ${vue.signature.qualite}` : ''}`],
          ['Le', quand(vue.signature.signeeLe)],
          ['Pièce', `${nomDuGenre(vue.piece.genre)}, ${vue.piece.numero}`],
          ['Empreinte de la pièce', vue.piece.empreinte.replace(/(.{8})(?=.)/g, '$1 ')],
        ]}
      />
      <Pieces vue={vue} jeton={jeton} />
      <RenoncerIci vue={vue} jeton={jeton} />
      <p class="sub">
        Ce lien reste bon pour relire et garder {vue.jointes.length > 0 ? 'ces pièces' : 'cette pièce'},
        jusqu’à son terme.
      </p>
    </>
  ) : null

const Accuser = ({ vue, form }: { vue: VueDeDemande; form: Formulaire }) => (
  <Form form={form} noms={{ consentement: 'Réception' }}>
    <div class="champs">
      <CheckboxField form={form} name="consentement" large label={vue.consentement} />
      <p class="l3">
        <Button genre="call" geste="accuser">
          Accuser réception
        </Button>
      </p>
    </div>
  </Form>
)

/** L’action a commencé, à la pendule de l’organisme : qui signe l’apprend avant de signer. */
const commenceeAvant = (vue: VueDeDemande, maintenant: Date): string | undefined => {
  if (vue.demande.acte !== 'signature' || !['convention', 'contrat'].includes(vue.piece.genre))
    return undefined
  const premiere = rendezVousFige(vue.piece.donnees)?.seances[0]
  return premiere &&
    instantDe(premiere.jour, premiere.debutMinutes, vue.zone).instant.getTime() <= maintenant.getTime()
    ? `L’action a commencé le ${formaterDate(premiere.jour, 'complet')} à ${formaterHeure(premiere.debutMinutes)} : votre signature portera la date de ce jour, postérieure au début.`
    : undefined
}

const enForm = (vue: VueDeDemande): Formulaire => ({
  ...emptyForm<keyof Saisie>(),
  values: new Map([
    ['nom', [vue.demande.nom]],
    ['qualite', [vue.demande.qualite]],
  ]),
})

type VueProps = {
  readonly vue: VueDeDemande
  readonly jeton: string
  readonly form?: Formulaire
  readonly alerte?: Refus | undefined
  readonly maintenant: Date
  /** Un code vient de partir. */
  readonly parti?: boolean
}

const Vue = ({ vue, jeton, form, alerte, maintenant, parti = false }: VueProps) => {
  const tard = commenceeAvant(vue, maintenant)
  const accuse = vue.demande.acte === 'accuse'
  const f = form ?? enForm(vue)
  return (
    <PublicPage
      title={
        vue.signature
          ? accuse
            ? 'Bien reçu'
            : vue.retractation?.etat === 'exerce'
              ? 'Contrat rétracté'
              : 'C’est signé'
          : accuse
            ? direEnvoi(vue.piece.genre).titre
            : 'Une pièce à signer'
      }
      maison={vue.organisme}
      lede={`${vue.organisme} vous ${accuse ? 'remet' : 'envoie'} la pièce « ${nomDuGenre(vue.piece.genre)} » : ${vue.piece.libelle}.`}
      alert={alerte}
    >
      {vue.signature ? (
        <Faite vue={vue} jeton={jeton} />
      ) : vue.demande.refuseeLe ? (
        <p role="status">
          <Etat etat="manquant" mot="Pièce refusée" /> Votre refus est parti à {vue.organisme}, avec sa raison
          : « {vue.demande.motif} ».
        </p>
      ) : (
        <>
          <Section titre="À lire d’abord" id="lire">
            <Pieces vue={vue} jeton={jeton} />
            {tard && !vue.obstacle ? <p>{tard}</p> : null}
            {vue.retractation?.etat === 'a-signer' && !vue.obstacle ? (
              <p>
                {`Après avoir signé, vous aurez ${vue.retractation.jours} jours pour y renoncer, sans motif : ici même, par « Renoncer au contrat ici ».`}
              </p>
            ) : null}
          </Section>
          {parti ? (
            <p role="status">
              <Etat etat="prouve" mot="Le code est parti" /> à {masquerCourriel(vue.demande.courriel)}. Il
              vaut quinze minutes.
            </p>
          ) : null}
          {vue.obstacle ? (
            <p>
              <Etat etat="a-venir" mot="pas à signer" /> {vue.obstacle.phrase}
            </p>
          ) : accuse ? (
            <Accuser vue={vue} form={f} />
          ) : (
            <Signer
              form={f}
              codeParti={vue.demande.codeLe !== null}
              consentement={vue.consentement}
              debutAnticipe={vue.debutAnticipe}
              courriel={vue.demande.courriel}
              gardes={`votre nom, votre qualité, l’heure, l’adresse de courriel, l’adresse réseau et l’appareil${vue.debutAnticipe ? ', et la demande ci-dessus si vous la cochez' : ''}`}
            />
          )}
        </>
      )}
    </PublicPage>
  )
}

/**
 * L’adresse est un secret : ni indexée, ni gardée, ni transmise au site d’après. Sans script : demander le code renvoie
 * la page avec ce qui était écrit.
 */
export const signerPiecePages = (prises: PrisesDocuments) =>
  new Hono<Env>()
    .use('/piece/:jeton/*', async (c, next) => {
      c.header('referrer-policy', 'same-origin')
      c.header('x-robots-tag', 'noindex')
      await next()
    })
    .use(signerPieceUrl.modele, async (c, next) => {
      c.header('referrer-policy', 'same-origin')
      c.header('cache-control', 'no-store')
      c.header('x-robots-tag', 'noindex')
      await next()
    })
    .get(signerPieceUrl.modele, async (c) => {
      const jeton = c.req.param('jeton')
      const vue = isToken(jeton) ? await lireDemandeParLien(c.get('services'), prises, jeton) : undefined
      return vue
        ? c.html(<Vue maintenant={c.get('services').clock.now()} vue={vue} jeton={jeton} />)
        : lienMort(c)
    })
    .route('/', renoncerPages(prises))
    .get(signerPiecePdfUrl.modele, async (c) => {
      const jeton = c.req.param('jeton')
      const rang = /^([0-8])\.pdf$/.exec(c.req.param('fichier'))?.[1]
      if (!isToken(jeton) || rang === undefined) return notFound(c)
      const lu = await lirePdfParLien(c.get('services'), prises, jeton, Number(rang))
      return lu ? pdfResponse(lu.octets, nomDeFichier(lu.numero), 'inline') : notFound(c)
    })
    .post(signerPieceUrl.modele, async (c) => {
      const jeton = c.req.param('jeton')
      const services = c.get('services')
      const maintenant = services.clock.now()
      if (!isToken(jeton)) return lienMort(c)
      const lu = await readForm(fields, c, { corps: 20_000 })
      const avant = await lireDemandeParLien(services, prises, jeton)
      if (!avant) return lienMort(c)
      if (!lu.ok)
        return c.html(
          <Vue maintenant={maintenant} vue={avant} jeton={jeton} form={lu.form} alerte={lu.form.alert} />,
          lu.status,
        )
      const { acte } = avant.demande
      const geste = lu.geste ?? (acte === 'accuse' ? 'accuser' : avant.demande.codeLe ? 'signer' : 'code')
      const manques = fautesDeSignature(geste, acte, lu.data)
      if (manques.length > 0)
        return c.html(
          <Vue
            maintenant={maintenant}
            vue={avant}
            jeton={jeton}
            form={withErrors(lu.form, Object.fromEntries(manques))}
          />,
          422,
        )
      const qui = acte === 'accuse' ? { nom: avant.demande.nom, qualite: avant.demande.qualite } : lu.data
      const issue =
        geste === 'refuser'
          ? await refuserParLien(services, prises, jeton, lu.data.motif)
          : geste === 'code' && acte === 'signature'
            ? await envoyerCode(services, prises, jeton)
            : await signerParLien(services, prises, jeton, {
                nom: qui.nom,
                qualite: qui.qualite,
                code: lu.data.code.replace(/\D/g, ''),
                anticipe: lu.data.anticipe,
                ip: clientIp(c),
                agent: (c.req.header('user-agent') ?? '').slice(0, 300),
              })
      if (!issue) return lienMort(c)
      const { vue, refus, fait } = issue
      if (!refus)
        return c.html(
          <Vue maintenant={maintenant} vue={vue} jeton={jeton} form={lu.form} parti={fait === 'code'} />,
        )
      const alerte = {
        titre: geste === 'code' ? 'Aucun code n’est parti' : 'Rien n’a été signé',
        phrase: refus.phrase,
      }
      return c.html(
        <Vue maintenant={maintenant} vue={vue} jeton={jeton} form={lu.form} alerte={alerte} />,
        409,
      )
    })
