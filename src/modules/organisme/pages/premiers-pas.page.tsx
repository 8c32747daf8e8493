import { type Context, Hono } from 'hono'
import { enumerer, minuscule } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  adhesions,
  estAFonder,
  type Gestes,
  poserTemoin,
  reconnaitreAppareil,
} from '#modules/comptes/index.ts'
import { estBoucle } from '#platform/config/boucle.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { ButtonLink, type CodeEtat, Etat, Page, Section } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, readForm, withAlert, withErrors } from '#web/form.ts'
import { boiteUrl, litLaBoite } from '#web/http/boite-d-essai.ts'
import { clientIp, sembleDIci } from '#web/http/client-ip.ts'
import { redirectWith } from '#web/http/flash.ts'
import { connexionUrl, withQuery } from '#web/links.ts'
import { lireOrganisme, listerEtablissements } from '../db/organisme.queries.ts'
import { listerSignataires } from '../db/signataires.queries.ts'
import type { SignataireId } from '../domain/lus.ts'
import { manquesDe } from '../domain/manques.ts'
import { ouvrirPorts, type Prises } from '../gestes/composer.ts'
import { changerMembre } from '../gestes/equipe.ts'
import { fonderPremier } from '../gestes/premiers-pas.ts'
import { donnerDelegation } from '../gestes/signataires.ts'
import { peutVisiteur } from '../web/droits.ts'
import {
  cooperativeUrl,
  equipeUrl,
  etablissementsUrl,
  identiteUrl,
  premiersPasUrl,
  signatairesUrl,
} from '../web/liens.ts'
import { dansOrganisme, estPresent } from './commun.tsx'
import { VueFonder } from './fonder-vue.tsx'
import { EtatDuPas, type Pas, Semaine } from './premiere-semaine.tsx'
import { avecRefusLisibles, fields, motDePasseRefuse } from './premiers-pas.form.ts'

/** Ceux que la fondation donne (`porte.fonder_instance`). */
const rolesDeQuiFonde = ['administration', 'responsable'] as const

/** Fait, ou assez pour continuer : un règlement établi se joint et se remet, que sa signature soit posée ou non (L6352-3). */
const permet = (p: Pas): boolean => p.etat !== 'a-venir'

const ListeDePas = ({ pas, depart }: { pas: readonly Pas[]; depart: number }) => {
  const prochain = pas.find((p) => p.dabord && !permet(p))
  return (
    <>
      {pas.map((p, i) => (
        <Section
          titre={`${depart + i + 1}. ${p.titre}`}
          id={`pas-${depart + i + 1}`}
          sous={<EtatDuPas pas={p} />}
        >
          <p>{p.phrase}</p>
          <p class="gestes-l">
            <ButtonLink href={p.href} {...(p === prochain ? { genre: 'call' as const } : {})}>
              {p.geste}
            </ButtonLink>
          </p>
        </Section>
      ))}
    </>
  )
}

type Courrier = { readonly part: boolean; readonly lit: boolean }

const VueSuite = ({ pas, courrier }: { pas: readonly Pas[]; courrier: Courrier }) => {
  const [dabord, ensuite] = [
    pas.filter((p) => p.dabord),
    pas.filter((p) => !p.dabord && p.jour === undefined),
  ]
  const faits = dabord.filter(permet).length
  return (
    <Page
      title="Premiers pas"
      heading="Ce qu’il reste à faire"
      lede={
        faits < dabord.length
          ? `${faits} sur ${dabord.length} faits avant une première session. Chaque page vous ramène ici.`
          : pas.every((p) => p.etat === 'prouve')
            ? 'Tout est en place. Cette page reste là si vous la cherchez.'
            : 'Vous pouvez former, faire signer et certifier. Le reste vient quand vous voulez.'
      }
      path={[{ libelle: 'Coopérative', href: cooperativeUrl() }]}
    >
      {courrier.part ? null : (
        <Section
          titre="Le courrier ne part pas encore"
          id="courrier"
          sous={<Etat etat="partiel" mot="à brancher" />}
        >
          <p>
            Convocations, liens et codes restent sur la machine qui porte Coforme. Qui l’exploite indique un
            serveur d’envoi (<code>SMTP_URL</code>), puis redémarre.
          </p>
          {courrier.lit ? (
            <p class="gestes-l">
              <ButtonLink href={boiteUrl()}>Lire ce qui attend, depuis cette machine</ButtonLink>
            </p>
          ) : null}
        </Section>
      )}
      <ListeDePas pas={dabord} depart={0} />
      <Semaine pas={pas} />
      <h2 class="feuille">Quand vous voudrez</h2>
      <ListeDePas pas={ensuite} depart={dabord.length} />
    </Page>
  )
}

const lirePas = async (
  tx: TenantTx,
  { clock }: Pick<Services, 'clock'>,
  etapes: Prises['etapes'] = [],
): Promise<Pas[]> => {
  const o = await lireOrganisme(tx)
  const jour = jourLocal(clock.now(), o.zone)
  const lieux = (await listerEtablissements(tx)).filter((l) => l.fermeLe === null).length
  const membres = (await adhesions(tx)).filter((m) => estPresent(m, jour))
  const delegations = (await listerSignataires(tx)).filter((d) => d.revoqueeLe === null)
  const manques = manquesDe(o, {
    jour,
    lieux,
    enseignes: 2,
    roles: new Set(membres.flatMap((m) => m.roles)),
    delegations,
  })
  // La référence de l’attestation de TVA se demande à un contrôle, et n’arrête aucune pièce : elle n’est pas un pas.
  const aEcrire = manques.filter(
    (m) => m.ou === 'identite' && m.etat !== 'a-venir' && m.etat !== 'a-juger' && m.code !== 'attestation',
  )
  const fiche = aEcrire.length === 0
  const etat = (fait: boolean): CodeEtat => (fait ? 'prouve' : 'a-venir')
  const ici = (url: string) => withQuery(url, { suite: premiersPasUrl() })
  const suivants: Pas[] = []
  for (const e of etapes) {
    const fait = await e.fait(tx)
    suivants.push({
      titre: e.titre,
      ...(typeof fait === 'boolean'
        ? {
            phrase: e.phrase,
            href: ici(e.href),
            geste: e.titre,
            etat: etat(fait),
          }
        : { ...fait, href: ici(fait.href), etat: 'partiel' as const }),
      dabord: !e.plusTard && e.jour === undefined,
      jour: e.jour,
    })
  }
  return [
    {
      titre: 'Compléter la fiche',
      phrase: fiche
        ? 'Adresse, courriel, TVA, logo : ce que disent les conventions et les factures.'
        : `Les conventions et les factures la disent. Il y manque : ${enumerer(aEcrire.map((m) => minuscule(m.quoi)))}.`,
      href: ici(identiteUrl()),
      geste: fiche ? 'Relire la fiche' : 'Compléter la fiche',
      etat: etat(fiche),
      dabord: true,
    },
    {
      titre: 'Dire qui signe',
      phrase:
        'La personne qui dirige s’inscrit par sa fonction ; elle peut ensuite déléguer, avec un plafond.',
      href: ici(signatairesUrl()),
      geste: 'Voir les signataires',
      etat: etat(delegations.length > 0),
      dabord: true,
    },
    ...suivants,
    {
      titre: 'Ajouter vos lieux',
      phrase: 'Le siège, les salles : leur adresse va aux convocations, leur heure aux séances.',
      href: ici(etablissementsUrl()),
      geste: 'Ajouter un lieu',
      etat: etat(lieux > 0),
      dabord: false,
    },
    {
      titre: 'Inviter l’équipe',
      phrase: 'Chacune reçoit un lien personnel et choisit son mot de passe.',
      href: ici(equipeUrl()),
      geste: 'Inviter',
      etat: etat(membres.length > 1),
      dabord: false,
    },
  ]
}

export const premiersPasPage = (
  gestes: Pick<
    Gestes,
    'fonderInstance' | 'connecter' | 'reconnaitreAppareil' | 'jugerMotDePasse' | 'jugerSecretDeFondation'
  >,
  services: Services,
  prises: Prises,
) => {
  const { db, config } = services
  const fonder = fonderPremier(gestes)
  const surCetteMachine = estBoucle(config.host) && estBoucle(new URL(config.origine).hostname)
  const exigeSecret = (c: Context<Env>): boolean => !surCetteMachine || !sembleDIci(c)

  /** La session du fondateur s'ouvre ; le premier geste du journal est la fondation elle-même. */
  const entrer = async (
    c: Context<Env>,
    courriel: string,
    motDePasse: string,
    { qualite, anime }: { readonly qualite: string | undefined; readonly anime: boolean },
  ): Promise<boolean> => {
    const entree = await gestes.connecter({
      courriel,
      motDePasse,
      adresse: clientIp(c),
      agent: c.req.header('user-agent') ?? '',
      retenue: false,
    })
    if (!entree.ok) return false
    const acces = { genre: 'session', jeton: entree.value.jeton } as const
    await db.withTenant(acces, async (tx, tenant) => {
      if (!tenant.personne) return
      const visiteur: Visiteur = {
        acces,
        personneId: tenant.personne,
        nom: '',
        roles: [...rolesDeQuiFonde],
        assistance: false,
        administreInstance: true,
      }
      const ports = await ouvrirPorts(services, prises, tx, visiteur)
      await ports?.consigner({
        geste: 'fonder',
        objet: { genre: 'organisme', id: tenant.organisme },
        phrase: `{personne:${tenant.personne}} a fondé la coopérative.`,
      })
      // Qui dirige et forme le dit ici : sans cette fonction, sa première session lui serait refusée.
      if (ports && anime) {
        const donnee = await changerMembre(ports)(tenant.personne, [...rolesDeQuiFonde, 'formateur'], '*')
        // Qui fonde dirige, et se donne toute fonction : un refus serait une faute, non une réponse.
        if (!donnee.ok) throw new Error(donnee.error.phrase)
      }
      if (ports && qualite)
        await donnerDelegation(ports)(newId() as SignataireId, {
          personne: tenant.personne,
          qualite,
          genre: 'fonction',
          pieces: [],
          plafondHt: undefined,
          debut: ports.jour,
          fin: undefined,
        })
    })
    poserTemoin(c, entree.value.jeton, false)
    await reconnaitreAppareil(c, gestes, entree.value.jeton)
    return true
  }

  return new Hono<Env>()
    .get(premiersPasUrl(), async (c) => {
      if (await estAFonder(db))
        return c.html(
          <VueFonder
            form={emptyForm(undefined, { forme: 'scop', societe: 'SARL' })}
            secret={exigeSecret(c)}
          />,
        )
      const visiteur = c.get('visiteur')
      if (!visiteur) return c.redirect(connexionUrl(), 303)
      if (!peutVisiteur(visiteur, 'organisme.regler')) return c.redirect(cooperativeUrl(), 303)
      return dansOrganisme(c, async (tx) =>
        c.html(
          <VueSuite
            pas={await lirePas(tx, services, prises.etapes)}
            courrier={{
              part: services.config.demo || services.config.smtpUrl !== undefined,
              lit: litLaBoite(c),
            }}
          />,
        ),
      )
    })
    .post(premiersPasUrl(), async (c) => {
      // Fondée, l'instance ne dit plus rien ici : ni faute de saisie, ni forme d'un mot de passe.
      if (!(await estAFonder(db)))
        return redirectWith(c, connexionUrl(), {
          genre: 'passe',
          fort: 'Cette instance est déjà fondée.',
          suite: 'Connectez-vous, ou demandez une invitation.',
        })
      const read = await readForm(fields, c)
      const exige = exigeSecret(c)
      if (exige) {
        // Avant tout le reste : qui ne tient pas la machine n'apprend rien de plus, et le hachage ne se fait pas.
        const saisi = read.ok ? read.data.secret : read.cause === 'fautes' ? read.valides.secret : undefined
        const juge = await gestes.jugerSecretDeFondation(saisi ?? '', clientIp(c))
        if (!juge.ok)
          return c.html(
            <VueFonder form={withErrors(read.form, { secret: juge.error.phrase })} secret />,
            juge.error.code === 'secret' ? 422 : 429,
          )
      }
      if (!read.ok) {
        const form =
          read.cause === 'fautes'
            ? avecRefusLisibles(read.form, read.valides, gestes.jugerMotDePasse)
            : read.form
        return c.html(<VueFonder form={form} secret={exige} />, read.status)
      }
      const { motDePasse: phrase, qualite, anime, secret: _, ...saisie } = read.data
      const fonde = await fonder(saisie, phrase)
      if (!fonde.ok) {
        if (fonde.error.code === 'saisie')
          return c.html(
            <VueFonder
              form={withErrors(read.form, {
                ...fonde.error.champs,
                ...motDePasseRefuse(read.data, gestes.jugerMotDePasse),
              })}
              secret={exige}
            />,
            422,
          )
        return fonde.error.code === 'deja-fondee'
          ? c.html(
              <VueFonder
                form={withAlert(read.form, {
                  phrase: fonde.error.phrase,
                  issues: [{ libelle: 'Se connecter', href: connexionUrl() }],
                })}
                secret={exige}
              />,
              409,
            )
          : c.html(
              <VueFonder form={withErrors(read.form, { motDePasse: fonde.error.phrase })} secret={exige} />,
              422,
            )
      }
      const entree = await entrer(c, saisie.courriel, phrase, { qualite, anime })
      return redirectWith(c, entree ? premiersPasUrl() : connexionUrl(), {
        genre: 'fait',
        fort: 'La coopérative est fondée.',
        suite: `Son nom court est ${fonde.value.code}.`,
      })
    })
}
