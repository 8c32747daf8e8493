/** Une coopérative telle que le public la lit ; et les mots qui la disent, dans l'annuaire comme dans sa fiche. */
import { formaterDate } from '#kernel/dates.ts'
import { nomDepartement } from '#kernel/departements.ts'
import { formaterNda, formaterSiret, type Nda, type Siret } from '#kernel/identifiants.ts'
import { compter, de } from '#kernel/texte.ts'
import { libelleNsf } from '#modules/catalogue/index.ts'
import { Definitions, Path } from '#web/components.tsx'
import { withQuery } from '#web/links.ts'
import { type FicheEntiere, type LigneAnnuaire, sourcesQualiopi } from '../db/annuaire.ts'
import type { LogoEnListe } from '../db/logos.ts'
import { cooperativesUrl, cooperativeUrl, formationsUrl, logoUrl, unionUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'
import { JsonLd } from './json-ld.tsx'

export const formes = {
  scop: 'Scop',
  scic: 'Scic',
  cooperative: 'Société coopérative',
  association: 'Association',
  autre: 'Autre forme',
} as const
export const portees = {
  AF: 'actions de formation',
  BC: 'bilans de compétences',
  VAE: 'validation des acquis',
  CFA: 'apprentissage',
} as const

export const direForme = (l: Pick<LigneAnnuaire, 'forme' | 'cae'>) =>
  [formes[l.forme as keyof typeof formes] ?? l.forme, l.cae ? 'CAE' : ''].filter(Boolean).join(', ')
export const direQualiopi = (l: Pick<LigneAnnuaire, 'qualiopi' | 'qualiopiSource' | 'qualiopiLe'>) =>
  l.qualiopi.length > 0 && l.qualiopiSource && l.qualiopiLe
    ? `Qualiopi : ${l.qualiopi.map((p) => portees[p]).join(', ')}, ${sourcesQualiopi[l.qualiopiSource]}, le ${formaterDate(l.qualiopiLe)}`
    : ''

/** Un logo, chargé quand on y vient. Dans une liste, le nom est à côté : il n'y dit rien de plus. */
export const LogoDe = ({ code, logo, alt }: { code: string; logo: LogoEnListe | undefined; alt: string }) =>
  logo ? (
    <img
      class="logo"
      src={logoUrl({ code, cle: logo.cle })}
      alt={alt}
      width={logo.largeur ?? 160}
      height={logo.hauteur ?? 80}
      loading="lazy"
      decoding="async"
    />
  ) : null

export const Entiere = ({
  f,
  logo,
  origine,
}: {
  f: FicheEntiere
  logo: LogoEnListe | undefined
  origine: string
}) => {
  const url = `${origine}${cooperativeUrl({ code: f.code })}`
  const site = /^https?:\/\//.test(f.site) ? URL.parse(f.site)?.href : undefined
  const lignes = [
    ['Forme', direForme(f)],
    ['SIRET', formaterSiret(f.siret as Siret)],
    // L. 6352-12 : ces mots, et eux seuls.
    ...(f.nda
      ? [
          [
            'Déclaration d’activité',
            `Enregistrée sous le numéro ${formaterNda(f.nda as Nda)}. Cet enregistrement ne vaut pas agrément de l’État.`,
          ] as const,
        ]
      : []),
    ...(direQualiopi(f) ? [['Certification qualité', direQualiopi(f)] as const] : []),
    ...(f.ville
      ? [['Siège', [f.adresse, `${f.codePostal} ${f.ville}`.trim()].filter(Boolean).join(', ')] as const]
      : []),
    ...(f.departements.length > 0
      ? [['Forme dans', f.departements.map((d) => `${nomDepartement(d)} (${d})`).join(', ')] as const]
      : []),
    ...(f.publics ? [['Publics', f.publics] as const] : []),
    ...(f.nsf.length > 0
      ? [['Spécialités (NSF)', f.nsf.map((n) => `${n} ${libelleNsf(n) ?? ''}`.trim()).join(', ')] as const]
      : []),
    ...(f.formacodes.length > 0 ? [['Formacodes', f.formacodes.join(', ')] as const] : []),
    ...(f.effectif
      ? [['Effectif', f.effectif === '0' ? 'aucun salarié' : `${f.effectif} personnes`] as const]
      : []),
    ...(f.creeeEn ? [['Créée en', String(f.creeeEn)] as const] : []),
    ...(f.poles.length > 0 ? [['Pôles', f.poles.join(', ')] as const] : []),
    ...(site
      ? [
          [
            'Site',
            <a href={site} rel="noopener">
              {new URL(site).hostname}
            </a>,
          ] as const,
        ]
      : []),
    ...(f.contact ? [['Écrire', <a href={`mailto:${encodeURI(f.contact)}`}>{f.contact}</a>] as const] : []),
  ] as const
  return (
    <Cadre
      title={f.nom}
      description={(f.description || `${f.nom}, ${direForme(f)}`).slice(0, 200).toWellFormed()}
      canonique={url}
    >
      <div class="lecture publiques">
        <Path
          chemin={[
            { libelle: 'Union', href: unionUrl() },
            { libelle: 'Coopératives', href: cooperativesUrl() },
          ]}
          title={f.nom}
        />
        <header class="tete">
          <LogoDe code={f.code} logo={logo} alt={`Logo ${de(f.nom)}`} />
          <h1>{f.nom}</h1>
          {f.themes.length > 0 ? <p class="lede">{f.themes.join(', ')}</p> : null}
        </header>
        {f.description ? <p class="lignes prose">{f.description}</p> : null}
        <Definitions lignes={lignes as never} />
        {f.offres > 0 ? (
          <p class="suite">
            <a href={withQuery(formationsUrl(), { q: f.nom })}>
              Ses formations : {compter(f.offres, 'offre')}
            </a>
          </p>
        ) : null}
        <p class="sub">
          Fiche écrite par la coopérative, relue le{' '}
          {formaterDate(f.modifieeLe.toISOString().slice(0, 10) as never)}.
        </p>
        <JsonLd
          donnees={{
            '@context': 'https://schema.org',
            '@type': 'EducationalOrganization',
            name: f.nom,
            url,
            description: f.description,
            taxID: f.siret,
            ...(logo ? { logo: `${origine}${logoUrl({ code: f.code, cle: logo.cle })}` } : {}),
            ...(f.ville
              ? {
                  address: {
                    '@type': 'PostalAddress',
                    addressLocality: f.ville,
                    postalCode: f.codePostal,
                    addressCountry: 'FR',
                  },
                }
              : {}),
            areaServed: f.departements.map(nomDepartement),
            knowsAbout: f.themes,
          }}
        />
      </div>
    </Cadre>
  )
}
