import { Hono } from 'hono'
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDate } from '#kernel/dates.ts'
import { formaterNda, formaterSiret, formaterTva, sirenDe, tvaDe } from '#kernel/identifiants.ts'
import { compter, de } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { ButtonLink, Definitions, Facts, Manques, Page, Section } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { listerEnseignes } from '../db/enseignes.queries.ts'
import { lireOrganisme, listerEtablissements } from '../db/organisme.queries.ts'
import { listerSignataires } from '../db/signataires.queries.ts'
import type { Droit } from '../domain/droits.ts'
import { estCae, mentionForme, mentionLegale } from '../domain/forme.ts'
import type { EnseigneLue, Etablissement, OrganismeLu } from '../domain/lus.ts'
import { type Manque, manquesDe, type OuRemedier } from '../domain/manques.ts'
import { exerciceDe, mentionTva } from '../domain/organisme.ts'
import { exigerDroit, peutVisiteur } from '../web/droits.ts'
import {
  conditionsUrl,
  contactsUrl,
  cooperativeUrl,
  enseignesUrl,
  equipeUrl,
  etablissementsUrl,
  identiteUrl,
  journalUrl,
  logoUrl,
  premiersPasUrl,
  securiteUrl,
  signatairesUrl,
} from '../web/liens.ts'
import { dansOrganisme, estPresent } from './commun.tsx'

const remedes: Readonly<Record<OuRemedier, { href: string; libelle: string; qui: string; droit: Droit }>> = {
  identite: {
    href: identiteUrl(),
    libelle: 'Compléter la fiche',
    qui: 'Administration, responsable',
    droit: 'organisme.regler',
  },
  etablissements: {
    href: etablissementsUrl(),
    libelle: 'Ajouter un lieu',
    qui: 'Administration, responsable',
    droit: 'organisme.regler',
  },
  enseignes: {
    href: enseignesUrl(),
    libelle: 'Ouvrir une enseigne',
    qui: 'Équipe d’appui',
    droit: 'enseignes.gerer',
  },
  equipe: {
    href: equipeUrl(),
    libelle: 'Inviter',
    qui: 'Administration, responsable',
    droit: 'membres.gerer',
  },
  signataires: {
    href: signatairesUrl(),
    libelle: 'Désigner',
    qui: 'Responsable',
    droit: 'delegations.donner',
  },
}

export const CeQuiManque = ({ manques, visiteur }: { manques: readonly Manque[]; visiteur: Visiteur }) => (
  <Manques
    lignes={manques.map((m) => {
      const remede = remedes[m.ou]
      return {
        etat: m.etat,
        chose: (
          <>
            <strong>{m.quoi}</strong> : {m.phrase} {m.loi ? <span class="loi">{m.loi}</span> : null}
          </>
        ),
        qui: remede.qui,
        quand:
          m.etat === 'a-venir' ? 'le moment venu' : m.etat === 'a-juger' ? 'à vérifier' : 'dès maintenant',
        geste: peutVisiteur(visiteur, remede.droit) ? <a href={remede.href}>{remede.libelle}</a> : null,
      }
    })}
  />
)

const regimes = {
  'a-dire': 'À dire',
  exonere: 'Exonérée',
  franchise: 'Franchise en base',
  assujetti: 'Due au taux normal',
} as const

const direTva = (o: OrganismeLu, jour: DateCivile): string => {
  if (o.tva.regime === 'a-dire') return 'À dire avant la première pièce qui porte un prix'
  const mention = mentionTva(o.tva, jour)
  if (o.tva.regime !== 'exonere') return mention.texte ?? `${regimes[o.tva.regime]} (20\u00a0%)`
  const { demandeRecueLe, reference } = o.tva.attestation
  return `Exonération de l’article 261-4-4° a du CGI depuis le ${formaterDate(demandeRecueLe)}${reference ? `, attestation ${reference}` : ''}`
}

const Identite = ({ o, jour }: { o: OrganismeLu; jour: DateCivile }) => {
  const exercice = exerciceDe(jour, o.cloture)
  const legale = mentionLegale(o.forme)
  return (
    <Definitions
      lignes={[
        ['Forme', mentionForme(o.forme) || 'à préciser'],
        ...(legale ? ([['En toutes lettres', legale]] as const) : []),
        ['SIRET', formaterSiret(o.siret)],
        ['TVA intracommunautaire', formaterTva(tvaDe(sirenDe(o.siret)))],
        [
          'Déclaration d’activité',
          o.nda
            ? `${formaterNda(o.nda)}${o.ndaPrefet ? `, préfet ${o.ndaPrefet}` : ''}. Cet enregistrement ne vaut pas agrément de l’État.`
            : 'pas encore de numéro',
        ],
        ...(o.uai ? ([['Code UAI', o.uai]] as const) : []),
        [
          'Siège',
          [o.adresse.replaceAll('\n', ', '), `${o.codePostal} ${o.ville}`.trim()]
            .filter(Boolean)
            .join(', ') || 'à compléter',
        ],
        ['Contact', [o.courriel, o.telephone].filter(Boolean).join(', ') || 'à compléter'],
        ...(o.site ? ([['Site', <a href={o.site}>{o.site.replace(/^https?:\/\//, '')}</a>]] as const) : []),
        ['Régime de TVA', direTva(o, jour)],
        ['Exercice en cours', `du ${formaterDate(exercice.debut)} au ${formaterDate(exercice.fin)}`],
        ['Couleur des papiers', o.couleur],
        [
          'Logo',
          o.logo ? (
            <img
              class="logo"
              src={logoUrl({ empreinte: o.logo })}
              alt={`Logo ${de(o.nom)}`}
              width={160}
              height={80}
            />
          ) : (
            'aucun'
          ),
        ],
      ]}
    />
  )
}

type Fiche = {
  readonly o: OrganismeLu
  readonly jour: DateCivile
  readonly manques: readonly Manque[]
  readonly lieux: readonly Etablissement[]
  readonly enseignes: readonly EnseigneLue[]
  readonly membres: number
  readonly invites: number
  readonly signataires: readonly string[]
  readonly visiteur: Visiteur
}

const Vue = ({ o, jour, manques, lieux, enseignes, membres, invites, signataires, visiteur }: Fiche) => {
  const peut = (g: Droit) => peutVisiteur(visiteur, g)
  return (
    <Page
      title="Coopérative"
      heading={o.nom}
      lede={mentionForme(o.forme) || undefined}
      facts={
        <Facts
          faits={[
            ['Nom court', o.code],
            ['SIRET', formaterSiret(o.siret)],
            ['NDA', o.nda ? formaterNda(o.nda) : 'à venir'],
            ['TVA', regimes[o.tva.regime]],
          ]}
        />
      }
    >
      {manques.length > 0 ? (
        <Section
          titre="Ce qui manque"
          id="manque"
          sous={compter(manques.length, 'point')}
          outils={peut('organisme.regler') ? [{ libelle: 'Premiers pas', href: premiersPasUrl() }] : []}
        >
          <CeQuiManque manques={manques} visiteur={visiteur} />
        </Section>
      ) : null}
      <Section
        titre="Identité"
        id="identite"
        sous="Ce que disent vos papiers"
        outils={peut('organisme.regler') ? [{ libelle: 'Corriger la fiche', href: identiteUrl() }] : []}
      >
        <Identite o={o} jour={jour} />
      </Section>
      <Section
        titre="Équipe"
        id="equipe"
        outils={[
          { libelle: 'Voir l’équipe', href: equipeUrl() },
          { libelle: 'Qui appeler', href: contactsUrl() },
          ...(peut('membres.gerer') ? [{ libelle: 'Sécurité des accès', href: securiteUrl() }] : []),
        ]}
      >
        <p>
          {compter(membres, 'membre')}
          {invites > 0 ? `, ${compter(invites, 'invitation')} en attente` : ''}.
        </p>
      </Section>
      <Section
        titre="Signatures"
        id="signatures"
        outils={[{ libelle: 'Voir les délégations', href: signatairesUrl() }]}
      >
        <p>
          {signataires.length === 0
            ? 'Personne ne peut encore signer au nom de la coopérative.'
            : `Peuvent signer aujourd’hui\u00a0: ${signataires.join(', ')}.`}
        </p>
      </Section>
      <Section
        titre="Conditions des pièces"
        id="conditions"
        outils={[{ libelle: 'Voir les conditions', href: conditionsUrl() }]}
      >
        <p>Règlement, dédit, réclamations, médiateur, référence handicap : ce que vos pièces en disent.</p>
      </Section>
      <Section titre="Lieux" id="lieux" outils={[{ libelle: 'Voir les lieux', href: etablissementsUrl() }]}>
        <p>{lieux.length === 0 ? 'Aucun lieu.' : `${lieux.map((l) => l.nom).join(', ')}.`}</p>
      </Section>
      {estCae(o.forme) || enseignes.length > 1 ? (
        <Section
          titre="Enseignes"
          id="enseignes"
          outils={[{ libelle: 'Voir les enseignes', href: enseignesUrl() }]}
        >
          <p>{enseignes.map((e) => e.nom).join(', ')}.</p>
        </Section>
      ) : null}
      {peut('journal.lire') ? (
        <Section titre="Journal" id="journal">
          <p>
            <ButtonLink href={journalUrl()}>Lire le journal des gestes</ButtonLink>
          </p>
        </Section>
      ) : null}
    </Page>
  )
}

export const cooperativePage = () =>
  new Hono<Env>()
    .get(cooperativeUrl(), exigerDroit('organisme.lire'), (c) =>
      dansOrganisme(c, async (tx, visiteur) => {
        const o = await lireOrganisme(tx)
        const jour = jourLocal(c.get('services').clock.now(), o.zone)
        const lieux = (await listerEtablissements(tx)).filter((l) => l.fermeLe === null)
        const enseignes = (await listerEnseignes(tx)).filter((e) => e.etat !== 'fermee')
        const tous = (await adhesions(tx)).filter((m) => estPresent(m, jour))
        const actifs = tous.filter((m) => !m.enAttente)
        const delegations = (await listerSignataires(tx)).filter((d) => d.revoqueeLe === null)
        const valables = delegations.filter((d) => d.debut <= jour && (d.fin === null || jour <= d.fin))
        return c.html(
          <Vue
            o={o}
            jour={jour}
            lieux={lieux}
            enseignes={enseignes}
            membres={actifs.length}
            invites={tous.length - actifs.length}
            signataires={[...new Set(valables.map((d) => `${d.nom} (${d.qualite})`))]}
            visiteur={visiteur}
            manques={manquesDe(o, {
              jour,
              lieux: lieux.length,
              enseignes: enseignes.length,
              roles: new Set(tous.flatMap((m) => m.roles)),
              delegations,
            })}
          />,
        )
      }),
    )
    // Seul le logo en cours se sert, à qui est de la maison. Une image SVG est un document : elle est enfermée.
    .get(logoUrl.modele, exigerDroit('organisme.lire'), (c) =>
      dansOrganisme(c, async (tx) => {
        const { logo } = await lireOrganisme(tx)
        const fichier =
          logo === c.req.param('empreinte') ? await c.get('services').storage.get(tx, logo) : undefined
        if (fichier?.type !== 'image/svg+xml') return notFound(c)
        return c.body(new Uint8Array(fichier.octets), 200, {
          'content-type': 'image/svg+xml',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
          'cache-control': 'private, max-age=86400, immutable',
        })
      }),
    )
