import type pg from 'pg'

/** De quoi se connecter sous un rôle à une base : la base embarquée et une base extérieure s'y ressemblent. */
export type Connexion = (role: string, base: string) => pg.PoolConfig

/**
 * Les connexions d'une PostgreSQL extérieure. L'adresse donnée est celle de l'administrateur ; les autres
 * rôles prennent le même hôte, et le mot de passe que `preparerBase` leur a donné.
 */
export const connexionsExternes = (adresse: string, motDePasse: (role: string) => string): Connexion => {
  const administrateur = decodeURIComponent(new URL(adresse).username)
  return (role, base) => {
    const url = new URL(adresse)
    url.pathname = `/${encodeURIComponent(base)}`
    if (role !== administrateur) {
      url.username = encodeURIComponent(role)
      url.password = encodeURIComponent(motDePasse(role))
    }
    return { connectionString: url.href }
  }
}

/** Le rôle et la base nommés par une adresse `postgres://…`. */
export const lireAdresse = (adresse: string): { administrateur: string; base: string } => {
  const url = new URL(adresse)
  return {
    administrateur: decodeURIComponent(url.username),
    base: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
  }
}
